import { section } from './messages.ts';
import { undo } from './zh/undo.ts';

export const undoMessages = section(undo, (messages) => messages.undo);
