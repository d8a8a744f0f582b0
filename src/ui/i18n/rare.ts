import { section } from './messages.ts';
import { seldom } from './zh/rare.ts';

export const seldomWords = section(seldom, (words) => words.seldom);
