import { section } from './messages.ts';
import { deadLetters } from './zh/dead-letters.ts';

export const deadLetterMessages = section(deadLetters, (messages) => messages.deadLetters);
