import { expect, test } from 'vitest';
import type { ReportSummary } from '#storage/subjects/my-reports.ts';
import { isAllComplete, receiptDays } from '#ui/state/sync/receipts.ts';
import { aReportSummary } from '#tests/support/data/a-case.ts';

const NOW = new Date(2025, 5, 20, 15).getTime();
const at = (daysAgo: number, hour = 10) => new Date(2025, 5, 20 - daysAgo, hour).getTime();

const report = (reportedAt: number, trust: ReportSummary['trust'], photos = 1): ReportSummary =>
  aReportSummary({
    caseId: `c${reportedAt}`,
    reportedAt,
    photos: Array.from({ length: photos }) as ReportSummary['photos'],
    trust,
  });
const complete = { kind: 'complete' } as const;

test('receipts → today first, then the days of the last thirty that have reports, newest first', () => {
  const days = receiptDays(
    [
      report(at(0), complete, 2),
      report(at(0, 8), complete),
      report(at(29, 0), complete),
      report(at(3), complete),
      report(at(30, 23), complete),
    ],
    NOW,
  );
  expect(days).toEqual([
    { day: at(0, 0), reports: 2, photos: 3, complete: 2 },
    { day: at(3, 0), reports: 1, photos: 1, complete: 1 },
    { day: at(29, 0), reports: 1, photos: 1, complete: 1 },
  ]);
});

test('receipts, no report today → today is shown, and is not complete', () => {
  const [today] = receiptDays([], NOW);
  expect(today).toEqual({ day: at(0, 0), reports: 0, photos: 0, complete: 0 });
  expect(isAllComplete(today!)).toBe(false);
});

test.each([
  { kind: 'onPhone' },
  { kind: 'photos', there: 2, of: 2, lost: 0 },
  { kind: 'textReceived', there: 0, of: 1, lost: 1 },
  { kind: 'rejected', reason: 'outOfScope', replacedBy: null },
] as const)('[D10a] receipts, a day with one report in the state %o → not complete', (trust) => {
  const [today] = receiptDays([report(at(0), complete), report(at(0, 9), trust)], NOW);
  expect(isAllComplete(today!)).toBe(false);
});
