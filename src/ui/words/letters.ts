import { section } from './words.ts';
import { letters } from './zh/letters.ts';

export const letterWords = section(letters, (words) => words.letters);
