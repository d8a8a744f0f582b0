import { section } from './messages.ts';
import { errors } from './zh/errors.ts';

export const errorWords = section(errors, (words) => words.errors);
