import { section } from './messages.ts';
import { me } from './zh/me.ts';

export const meMessages = section(me, (messages) => messages.me);
