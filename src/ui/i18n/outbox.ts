import { section } from './messages.ts';
import { outbox } from './zh/outbox.ts';

export const outboxWords = section(outbox, (words) => words.outbox);
