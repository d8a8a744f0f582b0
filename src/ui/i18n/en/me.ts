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
  persisted: 'Storage is persistent: the browser will not clear it',
  notPersisted: 'The browser may clear the data when space is short. Installing the app helps.',
  persist: 'Request persistent storage',
  persistRefused: 'The browser refused. Install the app, then request it again.',
  used: (used, quota) => `${used} used, ${quota} available`,
  usedUnknown: 'The browser does not report how much is used',
  others: 'Unsent items of other people on this phone',
  othersUnsent: (name, count) => `${name}: ${count}`,
  install: 'Install the app',
  installed: 'Installed',
  installIos:
    'In Safari, tap Share, then Add to Home Screen. Then the system does not clear the data after 7 days.',
  sendFirst:
    'Send first, then add to the home screen or Dock: what is unsent or unfinished here is not in the installed app. When all has arrived, the steps are shown here.',
  inApp: (app) =>
    `This page is inside ${app} and cannot be installed. Tap “···” at the top right, then “Open in browser”, and install there.`,
  inAppSendFirst: (app) =>
    `Send first, then change to the browser: what is unsent or unfinished inside ${app} is not in the browser.`,
  installHint: 'Choose “Install app” or “Add to Home screen” in the browser menu.',
  about: 'About',
  filingNumber: 'Filing number',
  feedback: 'Feedback',
  device: 'Device',
  version: 'Version',
  heicDecoder: 'HEIC decoder',
  signOut: 'Sign out',
  signOutTitle: 'Sign out?',
  signOutUnsent: (count) =>
    `${plural(count, 'item')} not sent yet. They stay on this phone and are sent after you sign in again.`,
  signOutClean: 'Nothing is waiting to be sent. Saved reports stay on this phone.',
  signOutYes: 'Sign out',
  signOutOffline: 'There is no network now. The session on the server ends when this phone is online again.',
};
