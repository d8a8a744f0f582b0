import { section } from './messages.ts';
import { detail } from './zh/detail.ts';

export const detailMessages = section(detail, (messages) => messages.detail);
