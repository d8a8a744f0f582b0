import { section } from './messages.ts';
import { detail } from './zh/detail.ts';

export const detailWords = section(detail, (words) => words.detail);
