import { section } from './words.ts';
import { seldom } from './zh/seldom.ts';

export const seldomWords = section(seldom, (words) => words.seldom);
