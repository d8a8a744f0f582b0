import { section } from './messages.ts';
import { desk } from './zh/desk.ts';

export const deskWords = section(desk, (words) => words.desk);
