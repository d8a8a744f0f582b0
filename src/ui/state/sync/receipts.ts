import type { Millis } from '#domain/base/units.ts';
import type { ReportSummary } from '#storage/subjects/my-reports.ts';

const DAYS = 30;

/** One day of own reports: how many there are, and how many are complete on the server. */
export type ReceiptDay = {
  /** Midnight at its start, in the time zone of this phone. */
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

/** False while one report of the day is not complete, and for a day without reports. */
export const isAllComplete = ({ reports, complete }: ReceiptDay): boolean =>
  reports > 0 && complete === reports;

/** Today first, even without reports; then those of the last thirty days that have reports, newest first. */
export const receiptDays = (reports: readonly ReportSummary[], now: Millis): readonly ReceiptDay[] => {
  const today = midnight(now);
  const first = new Date(today).setDate(new Date(today).getDate() - DAYS + 1);
  const byDay = new Map<Millis, ReportSummary[]>([[today, []]]);
  for (const report of reports.filter(({ reportedAt }) => reportedAt >= first)) {
    const day = midnight(report.reportedAt);
    byDay.set(day, [...(byDay.get(day) ?? []), report]);
  }
  return [...byDay].map(([day, ofDay]) => dayOf(day, ofDay)).sort((a, b) => b.day - a.day);
};
