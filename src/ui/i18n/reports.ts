import { section } from './messages.ts';
import { reports } from './zh/reports.ts';

export const reportsMessages = section(reports, (messages) => messages.reports);
