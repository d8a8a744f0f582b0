import { section } from './words.ts';
import { desk } from './zh/desk.ts';

export const deskWords = section(desk, (words) => words.desk);
