import type { Settings } from '#ui/state/app/settings.ts';
import { setLanguage, type Language } from '#ui/i18n/messages.ts';

export const languageNames: Record<Language, string> = { zh: '中文', en: 'English' };

/** Stores the language first, then shows it: a page closed right after opens in the language it showed. */
export const chooseLanguage = (settings: Settings, chosen: Language): Promise<void> =>
  settings.keepLanguage(chosen).finally(() => setLanguage(chosen));
