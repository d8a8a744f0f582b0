import type { Millis } from '#domain/base/units.ts';
import type { ReportSummary } from '#storage/subjects/my-reports.ts';

const DAYS = 30;

/** One day of own reports: how many, and how many of them are complete on the server. */
export type ReceiptDay = {
  /** Its midnight, as this phone's calendar has it. */
  readonly day: Millis;
  readonly reports: number;
  readonly photos: number;
  readonly complete: number;
};

const midnight = (at: Millis): Millis => new Date(at).setHours(0, 0, 0, 0);

const dayOf = (day: Millis, reports: readonly ReportSummary[]): ReceiptDay => ({
  day,
  reports: reports.length,
  photos: reports.reduce((sum, report) => sum + report.photos.length, 0),
  complete: reports.filter((report) => report.trust.kind === 'complete').length,
});

/** Nothing of a day counts as there while one of its reports is not. */
export const isAllThere = ({ reports, complete }: ReceiptDay): boolean => reports > 0 && complete === reports;

/** Today first, also when it is empty, then the days of the last thirty that have reports. */
export const receiptDays = (reports: readonly ReportSummary[], now: Millis): readonly ReceiptDay[] => {
  const today = midnight(now);
  const first = new Date(today).setDate(new Date(today).getDate() - DAYS + 1);
  const byDay = new Map<Millis, ReportSummary[]>([[today, []]]);
  for (const report of reports.filter(({ reportedAt }) => reportedAt >= first)) {
    const day = midnight(report.reportedAt);
    byDay.set(day, [...(byDay.get(day) ?? []), report]);
  }
  return [...byDay].map(([day, its]) => dayOf(day, its)).sort((a, b) => b.day - a.day);
};
