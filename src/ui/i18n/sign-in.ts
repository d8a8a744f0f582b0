import { section } from './messages.ts';
import { firstAdmin, signIn } from './zh/sign-in.ts';

export const signInWords = section(signIn, (words) => words.signIn);
export const firstAdminWords = section(firstAdmin, (words) => words.firstAdmin);
