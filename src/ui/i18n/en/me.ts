import type { me as meInChinese } from '#ui/i18n/zh/me.ts';
import { plural } from './plural.ts';

export const me: typeof meInChinese = {
  title: 'Me',
  person: 'Person',
  role: 'Role',
  scope: 'Grid',
  appearance: 'Appearance',
  language: 'Language',
  theme: 'Theme',
  themes: { auto: 'Auto', light: 'Light', dark: 'Dark', sunlight: 'Sun' },
  storage: 'Storage on this phone',
  persisted: 'Kept for good; the browser will not clear it',
  notPersisted: 'The browser may clear it when space runs short; installing helps',
  persist: 'Ask to keep it',
  persistRefused: 'The browser did not agree this time. Install the app, then ask again.',
  used: (used, quota) => `${used} used, ${quota} available`,
  usedUnknown: 'The browser does not say',
  others: 'Unsent work of others on this phone',
  othersUnsent: (name, count) => `${name}: ${count}`,
  install: 'Install the app',
  installed: 'Installed',
  installIos:
    'In Safari tap Share, then Add to Home Screen. Installed, its data is not cleared after 7 days.',
  installHint: 'Choose Install app or Add to Home screen in the browser’s menu.',
  about: 'About',
  device: 'Device',
  version: 'Version',
  signOut: 'Sign out',
  signOutTitle: 'Sign out?',
  signOutUnsent: (count) =>
    `${plural(count, 'item')} not sent yet. They stay on this phone and go out after you sign in again.`,
  signOutClean: 'Nothing is waiting. Saved reports stay on this phone.',
  signOutYes: 'Sign out',
  signOutOffline: 'There is no network now; the server’s session ends at the next contact.',
};
