import { section } from './messages.ts';
import { reports } from './zh/reports.ts';

export const reportsWords = section(reports, (words) => words.reports);
