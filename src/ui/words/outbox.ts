import { section } from './words.ts';
import { outbox } from './zh/outbox.ts';

export const outboxWords = section(outbox, (words) => words.outbox);
