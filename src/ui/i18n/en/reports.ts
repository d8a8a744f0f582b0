import type { reports as reportsInChinese } from '#ui/i18n/zh/reports.ts';

export const reports: typeof reportsInChinese = {
  title: 'My reports',
  filters: { all: 'All', sending: 'Not complete', decided: 'Decided', rejected: 'Rejected' },
  filterLabel: 'Filter',
  empty: 'No reports yet',
  emptyFiltered: 'No matching reports',
};
