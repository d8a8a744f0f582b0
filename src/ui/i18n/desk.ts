import { section } from './messages.ts';
import { desk } from './zh/desk.ts';

export const deskMessages = section(desk, (messages) => messages.desk);
