import type { signIn as signInInChinese, firstAdmin as firstAdminInChinese } from '#ui/i18n/zh/sign-in.ts';

export const signIn: typeof signInInChinese = {
  title: 'Sign in to Grid Patrol',
  lead: 'Sign in once; after that you can report without signal.',
  username: 'Username',
  password: 'Password',
  submit: 'Sign in',
  busy: 'Signing in…',
  wrong: 'Username or password is wrong',
  offline: 'The server cannot be reached. The first sign-in needs a network.',
  limited: 'Too many tries. Wait a little, then try again.',
  noSpace: 'No space left, or the browser does not allow storage: cannot sign in',
  missing: 'Enter username and password',
  show: 'Show',
  hide: 'Hide',
  known: 'People on this phone',
  continueOffline: (name) => `Continue as ${name} (offline)`,
};

export const firstAdmin: typeof firstAdminInChinese = {
  title: 'Create the first admin',
  lead: 'The server has just started and knows nobody. It printed a one-time code when it started.',
  code: 'One-time code',
  name: 'Name',
  region: 'County code (6 digits)',
  submit: 'Create and sign in',
  usernameHint: '3–30 lower-case letters, digits or _ . -',
  passwordHint: 'At least 8 characters',
  created: 'The admin was created, but is not signed in yet. Press the button again.',
  unsure:
    'No answer came from the server, so the admin may have been created. Press again once there is a network: nobody is created twice.',
  failed: 'Not created. Check the one-time code and what you entered.',
};
