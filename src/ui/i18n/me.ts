import { section } from './messages.ts';
import { me } from './zh/me.ts';

export const meWords = section(me, (words) => words.me);
