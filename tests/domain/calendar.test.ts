import * as fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { calendarSchema, type Calendar } from '#domain/calendar/calendar.ts';
import { addDays, dayText, daysInMonth, isDay, weekdayOf } from '#domain/calendar/days.ts';
import { shippedCalendars } from '#domain/calendar/shipped-calendars.ts';
import { coverage, isWorkingDay } from '#domain/calendar/working-days.ts';
import { parseOfficeValue, officeKinds, type OfficeView } from '#domain/office/office-kinds.ts';
import {
  calendarsOfPackage,
  daysOfYear,
  isWorkingDayInPackage,
} from '#tests/support/docs/shipped-calendars.ts';

const DAY = 24 * 3_600_000;
const textOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

test('[B2a] the shipped calendars, every day of three years → the working days of the package', () => {
  expect(shippedCalendars).toEqual(calendarsOfPackage());
  expect(shippedCalendars.map(({ year }) => year)).toEqual([2024, 2025, 2026]);
  for (const { year } of shippedCalendars)
    for (const day of daysOfYear(year))
      expect([day, isWorkingDay(shippedCalendars, day)]).toEqual([day, isWorkingDayInPackage(day)]);
});

test('[B2a] the notice for 2026 → its days off and make-up working days', () => {
  const isOpen = (day: string) => isWorkingDay(shippedCalendars, day);
  for (const day of ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])
    expect(isOpen(day), day).toBe(true);
  for (const day of ['2026-01-02', '2026-02-16', '2026-02-23', '2026-04-06', '2026-06-19', '2026-10-07'])
    expect(isOpen(day), day).toBe(false);
});

test('[B2b] a day without a calendar of its year → the week decides, provisionally', () => {
  expect(isWorkingDay(shippedCalendars, '2027-10-01')).toBe(true);
  expect(isWorkingDay(shippedCalendars, '2027-10-02')).toBe(false);
  expect(coverage(shippedCalendars, '2026-12-31')).toBe('covered');
  expect(coverage(shippedCalendars, '2027-01-01')).toBe('provisional');
});

test('[B2b] a day after coveredUntil → provisional', () => {
  const half: Calendar = { year: 2027, off: [], work: [], coveredUntil: '2027-06-30', source: '' };
  expect(coverage([half], '2027-06-30')).toBe('covered');
  expect(coverage([half], '2027-07-01')).toBe('provisional');
});

test('any day, weekday, existence and the days around → those of Date', () => {
  const times = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) });
  fc.assert(
    fc.property(times, (time) => {
      const day = textOf(Math.floor(time / DAY) * DAY);
      expect(weekdayOf(day)).toBe(new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
      expect(isDay(day)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1900, max: 2200 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      const last = daysInMonth(year, month);
      expect(last).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
      expect(isDay(dayText(year, month, last))).toBe(true);
      expect(isDay(dayText(year, month, last + 1))).toBe(false);
    }),
  );
  expect(isDay('2026-13-01')).toBe(false);
  fc.assert(
    fc.property(times, fc.integer({ min: -800, max: 800 }), (time, count) => {
      const start = Math.floor(time / DAY) * DAY;
      expect(addDays(textOf(start), count)).toBe(textOf(start + count * DAY));
    }),
  );
});

const calendar: Calendar = shippedCalendars[2]!;
const view: OfficeView = { region: '330199', get: () => undefined, all: () => [] };
const problemsOf = (change: Partial<Calendar>) =>
  officeKinds.calendar.check({ ...calendar, ...change }, view).map(({ field, text }) => [field, text]);

test('[B2c] a calendar, a day of another year, one that does not exist, one twice → named, not stored', () => {
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf({ off: ['2025-01-01'] })).toEqual([['off', '2025-01-01']]);
  expect(problemsOf({ off: ['2026-02-30'] })).toEqual([['off', '2026-02-30']]);
  expect(problemsOf({ work: ['2026-02-16'] })).toEqual([['work', '2026-02-16']]);
  expect(problemsOf({ coveredUntil: '2027-01-01' })).toEqual([['coveredUntil', '2027-01-01']]);
  expect(parseOfficeValue('calendar', { ...calendar, off: ['2026-2-3'] })).toHaveProperty('problems');
  for (const it of shippedCalendars) expect(v.is(calendarSchema, it)).toBe(true);
});
