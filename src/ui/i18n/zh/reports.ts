export const reports = {
  title: '我的上报',
  filters: { all: '全部', sending: '未送齐', decided: '有结果', rejected: '未被接收' },
  filterLabel: '筛选',
  empty: '这里还没有上报',
  emptyFiltered: '没有符合条件的上报',
};
