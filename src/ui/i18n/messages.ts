import { createSignal } from 'solid-js';
import type { Words } from './en.ts';
import { core } from './zh/core.ts';

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];
export const languageNames: Record<Language, string> = { zh: '中文', en: 'English' };
const locales: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

export const isLanguage = (value: unknown): value is Language =>
  languages.some((language) => language === value);

/** Null means Chinese, which is part of each screen; another language comes whole, in one chunk of its own. */
const [other, setOther] = createSignal<{ language: Language; words: Words } | null>(null);

export const language = (): Language => other()?.language ?? 'zh';
/** For `Intl` and the document's lang attribute. */
export const locale = (): string => locales[language()];

/** A section of the words as a signal: reading it subscribes to the language. */
export const section =
  <Section>(zh: Section, pick: (words: Words) => Section): (() => Section) =>
  () => {
    const words = other()?.words;
    return words ? pick(words) : zh;
  };

export const t = section(core, (words) => words.core);

export const speak = async (language: Language): Promise<void> => {
  setOther(language === 'zh' ? null : { language, words: (await import('./en.ts')).en });
  document.documentElement.lang = locale();
};

/** What carries both languages itself: hazard kinds, grids, places. */
export const named = (name: { readonly zh: string; readonly en: string }): string => name[language()];
