import { section } from './messages.ts';
import { firstAdmin, signIn } from './zh/sign-in.ts';

export const signInMessages = section(signIn, (messages) => messages.signIn);
/** Names the address of this page and the one that the server expects. */
export const wrongAddressText = ({ expected }: { readonly expected: string }): string =>
  signInMessages().wrongAddress(location.origin, expected);

export const firstAdminMessages = section(firstAdmin, (messages) => messages.firstAdmin);
