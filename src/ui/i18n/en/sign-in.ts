import type { signIn as signInInChinese, firstAdmin as firstAdminInChinese } from '#ui/i18n/zh/sign-in.ts';

import { plural } from './plural.ts';

const versionList = ({ chromium, safari, firefox }: Parameters<typeof signInInChinese.old.versions>[0]) =>
  `Chrome or Edge ${chromium}, Safari (iOS) ${safari}, Firefox ${firefox}`;

export const signIn: typeof signInInChinese = {
  title: 'Sign in to Grid Patrol',
  lead: 'Sign in once. After that you can report without signal.',
  username: 'Username',
  password: 'Password',
  submit: 'Sign in',
  busy: 'Signing in…',
  wrong: 'Wrong username or password',
  offline: 'The server cannot be reached. The first sign-in needs a network.',
  wrongAddress: (page, expected) =>
    `Cannot sign in: this address (${page}) is not the one the server expects (${expected}). Tell your admin.`,
  limited: 'Too many attempts. Wait a while, then try again.',
  noSpace: 'Cannot sign in: no space left, or the browser does not allow storage',
  missing: 'Enter your username and password',
  old: {
    reports: 'This browser is too old: photos, saving and more do not work',
    desk: 'This browser is too old for the desk. Reports work.',
    versions: (reports, desk) =>
      `Reports need at least ${versionList(reports)}. The desk needs at least ${versionList(desk)}. Update the browser, or use another one.`,
  },
  inApp: {
    title: (app) => `Sign in with a browser, not inside ${app}`,
    reason: (app) => `Reports saved inside ${app} are not in the browser, and may be cleared.`,
    how: 'Tap “···” at the top right, then “Open in browser” or “Open in Safari”. If there is no such item, copy the address into the browser of the phone:',
    sendFirst: (app, count) =>
      `${plural(count, 'item')} inside ${app} not sent yet, and not visible in the browser. Sign in here first, wait until all has arrived, then change to the browser.`,
  },
  show: 'Show',
  hide: 'Hide',
  haveCode: 'I have an enrolment code',
  known: 'People on this phone',
  continueOffline: (name) => `Continue as ${name} (offline)`,
};

export const firstAdmin: typeof firstAdminInChinese = {
  title: 'Create the first admin',
  lead: 'This server has no accounts yet. It printed a one-time code when it started.',
  code: 'One-time code',
  name: 'Name',
  region: 'County code (6 digits)',
  submit: 'Create and sign in',
  usernameHint: '3–30 lower-case letters, digits or _ . -',
  passwordHint: 'At least 8 characters',
  created: 'The admin was created but is not signed in yet. Press the button again.',
  unsure:
    'The server did not answer; the admin may have been created. Press the button again when there is a network. No second admin is created.',
  failed: 'Not created. Check the one-time code and your entries.',
};
