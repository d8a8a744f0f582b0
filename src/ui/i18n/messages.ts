import { createSignal } from 'solid-js';
import type { Messages } from './en.ts';
import { core } from './zh/core.ts';

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];
const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

export const isLanguage = (value: unknown): value is Language =>
  languages.some((language) => language === value);

/** Null means Chinese, which is part of each screen's chunk. Another language is one chunk of its own. */
const [other, setOther] = createSignal<{ language: Language; messages: Messages } | null>(null);

export const language = (): Language => other()?.language ?? 'zh';
/** For `Intl` and the document's lang attribute. */
export const locale = (): string => locales[language()];

/** A section of the messages as a signal: reading it subscribes to the language. */
export const section =
  <Section>(zh: Section, pick: (messages: Messages) => Section): (() => Section) =>
  () => {
    const messages = other()?.messages;
    return messages ? pick(messages) : zh;
  };

export const t = section(core, (messages) => messages.core);

export const setLanguage = async (language: Language): Promise<void> => {
  setOther(language === 'zh' ? null : { language, messages: (await import('./en.ts')).en });
  document.documentElement.lang = locale();
};

/** Picks the language of a name stored in both: hazard kinds, grids, places. */
export const named = (name: { readonly zh: string; readonly en: string }): string => name[language()];
