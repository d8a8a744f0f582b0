import { section } from './messages.ts';
import { firstAdmin, signIn } from './zh/sign-in.ts';

export const signInMessages = section(signIn, (messages) => messages.signIn);
export const firstAdminMessages = section(firstAdmin, (messages) => messages.firstAdmin);
