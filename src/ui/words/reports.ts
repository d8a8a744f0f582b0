import { section } from './words.ts';
import { reports } from './zh/reports.ts';

export const reportsWords = section(reports, (words) => words.reports);
