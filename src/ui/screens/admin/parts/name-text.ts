import { language } from '#ui/i18n/messages.ts';

/** The name of a row of the office in the language of the page. */
export const nameText = (name: { readonly zh: string; readonly en: string }): string =>
  language() === 'zh' ? name.zh : name.en;
