import { section } from './messages.ts';
import { letters } from './zh/dead-letters.ts';

export const letterWords = section(letters, (words) => words.letters);
