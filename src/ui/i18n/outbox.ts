import { section } from './messages.ts';
import { outbox } from './zh/outbox.ts';

export const outboxMessages = section(outbox, (messages) => messages.outbox);
