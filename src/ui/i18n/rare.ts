import { section } from './messages.ts';
import { rare } from './zh/rare.ts';

export const rareMessages = section(rare, (messages) => messages.rare);
