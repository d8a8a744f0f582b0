import type { Settings } from '#ui/state/app/settings.ts';
import { setLanguage, type Language } from '#ui/i18n/messages.ts';

/** Kept first, then spoken: a page closed right after still opens in what it showed. */
export const chooseLanguage = (settings: Settings, chosen: Language): Promise<void> =>
  settings.keepLanguage(chosen).finally(() => setLanguage(chosen));
