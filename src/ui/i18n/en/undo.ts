import type { undo as undoInChinese } from '#ui/i18n/zh/undo.ts';

export const undo: typeof undoInChinese = {
  undo: 'Undo',
  undone: 'Undone: the case is as before',
  tooLate: 'Already sent: it can no longer be undone',
};
