import type { reports as reportsInChinese } from '#ui/i18n/zh/reports.ts';

export const reports: typeof reportsInChinese = {
  title: 'My reports',
  filters: { all: 'All', sending: 'On the way', decided: 'Decided', rejected: 'Not accepted' },
  filterLabel: 'Filter',
  empty: 'No reports here yet',
  emptyFiltered: 'No reports match',
};
