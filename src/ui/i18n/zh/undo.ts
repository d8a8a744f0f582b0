export const undo = {
  undo: '撤销',
  undone: '已撤销，案件恢复原状',
  tooLate: '已经发出，不能再撤销',
};
