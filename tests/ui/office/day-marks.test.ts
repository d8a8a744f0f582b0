import { expect, test } from 'vitest';
import { shippedCalendars } from '#domain/calendar/shipped-calendars.ts';
import { dayAfterKey, emptyCalendar, markOf, toggleDay } from '#ui/screens/admin/calendar/day-marks.ts';

const calendar = shippedCalendars[2]!;

test('the days of a calendar → their marks', () => {
  const marks = ['2026-02-16', '2026-02-14', '2026-02-15', '2026-03-02'].map((day) => markOf(calendar, day));
  expect(marks).toEqual(['off', 'work', 'weekend', 'workday']);
});

test('a day toggled twice → as before; the days stay in order', () => {
  const empty = emptyCalendar(2027);
  const once = { ...empty, ...toggleDay(empty, '2027-10-04') };
  const twice = { ...once, ...toggleDay(once, '2027-10-01') };
  expect(twice.off).toEqual(['2027-10-01', '2027-10-04']);
  expect({ ...twice, ...toggleDay(twice, '2027-10-01') }).toEqual(once);
  expect(toggleDay(empty, '2027-10-09')).toEqual({ work: ['2027-10-09'] });
});

test('keys in a year → the next day, week or month; never out of the year', () => {
  expect(dayAfterKey('2026-03-01', 'ArrowLeft')).toBe('2026-02-28');
  expect(dayAfterKey('2026-03-01', 'ArrowDown')).toBe('2026-03-08');
  expect(dayAfterKey('2026-03-09', 'PageDown')).toBe('2026-04-01');
  expect(dayAfterKey('2026-03-09', 'PageUp')).toBe('2026-02-28');
  expect(dayAfterKey('2026-03-09', 'End')).toBe('2026-03-31');
  expect(dayAfterKey('2026-01-01', 'ArrowLeft')).toBeNull();
  expect(dayAfterKey('2026-12-31', 'ArrowRight')).toBeNull();
  expect(dayAfterKey('2026-03-09', 'a')).toBeNull();
});
