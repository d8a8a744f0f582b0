import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shippedCalendars } from '#domain/calendar/shipped-calendars.ts';
import { limitUnits } from '#domain/catalogue/hazard-kinds.ts';
import { dueOf, type Limit, type Suspension } from '#domain/deadline/due.ts';
import { explain, type Step } from '#domain/deadline/explain.ts';
import type { Clock } from '#domain/deadline/working-time.ts';
import { countedDue } from './brute-force.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const shanghai: Clock = {
  timeZone: 'Asia/Shanghai',
  workingHours: [
    { from: '08:30', to: '12:00' },
    { from: '13:30', to: '17:00' },
  ],
  calendars: shippedCalendars,
};
/** A time of Shanghai. */
const time = (text: string): number => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const shown = (at: number | null): string | null =>
  at === null ? null : new Date(at + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');
const days = (amount: number): Limit => ({ amount, unit: 'workingDays' });
const hours = (amount: number): Limit => ({ amount, unit: 'workingHours' });
const urgent = (amount: number): Limit => ({ amount, unit: 'urgentHours' });
const due = (from: string, limits: readonly Limit[], suspensions: readonly Suspension[] = []) =>
  dueOf(shanghai, { from: time(from), limits, suspensions });

test.each([
  // A Friday before a make-up Sunday.
  ['2026-09-18 16:30', [hours(4)], '2026-09-20 12:00'],
  ['2026-09-18 16:30', [urgent(4)], '2026-09-18 20:30'],
  ['2026-09-16 10:15', [days(1)], '2026-09-17 10:15'],
  ['2026-09-18 10:15', [days(1)], '2026-09-20 10:15'],
  // The long holiday of October 2026, with a make-up Saturday after it.
  ['2026-09-30 10:15', [days(3)], '2026-10-10 10:15'],
  ['2026-09-30 16:00', [hours(2)], '2026-10-08 09:30'],
  // Outside working hours: in the lunch break, after work, on a Saturday.
  ['2026-09-16 12:30', [days(1)], '2026-09-17 12:00'],
  ['2026-09-16 18:00', [days(1)], '2026-09-17 17:00'],
  ['2026-09-12 10:00', [days(1)], '2026-09-14 17:00'],
  // An extension begins where the limit ends.
  ['2026-09-16 10:00', [days(1), days(2)], '2026-09-20 10:00'],
  ['2026-09-16 10:00', [urgent(4), days(1)], '2026-09-17 14:00'],
] as const)('due, dispatched %s with %j → %s', (from, limits, expected) => {
  expect(shown(due(from, limits).at)).toBe(expected);
});

test('a suspension, then resumed → due later by the time of the suspension that is working time', () => {
  const suspension = { from: time('2026-09-16 11:00'), to: time('2026-09-18 14:30') };
  expect(shown(due('2026-09-16 10:00', [days(1)], [suspension]).at)).toBe('2026-09-20 12:00');
});

test('a suspension that lasts → no due time, and what is left', () => {
  const suspension = { from: time('2026-09-16 11:00'), to: null };
  expect(due('2026-09-16 10:00', [days(1), hours(2)], [suspension])).toMatchObject({
    at: null,
    left: 8 * HOUR,
  });
});

test('a due time beyond the last covered day → provisional; an urgent one → not', () => {
  expect(due('2026-12-30 10:00', [days(1)]).isProvisional).toBe(false);
  expect(due('2026-12-31 10:00', [days(1)]).isProvisional).toBe(true);
  expect(due('2026-12-31 23:00', [urgent(4)]).isProvisional).toBe(false);
});

test.each([
  [
    '2026-09-18 16:30',
    [hours(4)],
    [],
    [
      { kind: 'part', day: '2026-09-18', time: HOUR / 2, isMakeUp: false },
      { kind: 'part', day: '2026-09-20', time: 3.5 * HOUR, isMakeUp: true },
    ],
  ],
  [
    '2026-09-29 10:00',
    [days(7)],
    [],
    [
      { kind: 'part', day: '2026-09-29', time: 5.5 * HOUR, isMakeUp: false },
      { kind: 'wholeDays', first: '2026-09-30', last: '2026-09-30', days: 1 },
      { kind: 'daysOff', first: '2026-10-01', last: '2026-10-07' },
      { kind: 'wholeDays', first: '2026-10-08', last: '2026-10-09', days: 2 },
      { kind: 'part', day: '2026-10-10', time: 7 * HOUR, isMakeUp: true },
      { kind: 'wholeDays', first: '2026-10-12', last: '2026-10-13', days: 2 },
      { kind: 'part', day: '2026-10-14', time: 1.5 * HOUR, isMakeUp: false },
    ],
  ],
  [
    '2026-09-16 22:00',
    [urgent(4)],
    [{ from: time('2026-09-16 23:00'), to: time('2026-09-17 05:00') }],
    [
      { kind: 'urgent', from: time('2026-09-16 22:00'), to: time('2026-09-16 23:00') },
      { kind: 'suspended', from: time('2026-09-16 23:00'), to: time('2026-09-17 05:00') },
      { kind: 'urgent', from: time('2026-09-17 05:00'), to: time('2026-09-17 08:00') },
    ],
  ],
] as readonly (readonly [string, readonly Limit[], readonly Suspension[], readonly Step[]])[])(
  'explanation, dispatched %s with %j → the steps in order',
  (from, limits, suspensions, expected) => {
    const course = { from: time(from), limits, suspensions };
    expect(explain(shanghai, course, dueOf(shanghai, course))).toEqual(expected);
  },
);

const quarter = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
/** Two parts of a working day, between 06:00 and 20:00, in quarters of an hour. */
const workday = fc
  .uniqueArray(fc.integer({ min: 24, max: 80 }), { minLength: 4, maxLength: 4 })
  .map((marks) => marks.toSorted((a, b) => a - b).map((mark) => mark * 15));
const begin = time('2024-01-01 00:00') / MINUTE;
const minuteOfYears = fc.integer({ min: begin, max: begin + 2.9 * 365 * 24 * 60 }).map((it) => it * MINUTE);
const limit = fc.record({
  unit: fc.constantFrom(...limitUnits, 'workingMinutes' as const),
  amount: fc.integer({ min: 1, max: 12 }),
});
const zones = [
  ['Asia/Shanghai', 480],
  ['UTC', 0],
  ['Asia/Kathmandu', 345],
  ['America/Phoenix', -420],
] as const;
const suspensionsFrom = (from: number) =>
  fc.array(
    fc.tuple(fc.nat(20_000), fc.option(fc.nat(8_000), { freq: 6 })).map(([after, length]): Suspension => {
      const start = from + after * MINUTE;
      return { from: start, to: length === null ? null : start + length * MINUTE };
    }),
    { maxLength: 3 },
  );
const course = minuteOfYears.chain((from) =>
  fc.record({
    from: fc.constant(from),
    limits: fc.array(limit, { minLength: 1, maxLength: 3 }),
    suspensions: suspensionsFrom(from),
  }),
);
const off = new Set(shippedCalendars.flatMap((it) => it.off));
const work = new Set(shippedCalendars.flatMap((it) => it.work));

test('due, any start, limits, suspensions, working hours and zone → the due time counted minute by minute', () => {
  let open = 0;
  fc.assert(
    fc.property(course, workday, fc.constantFrom(...zones), (it, marks, [timeZone, ahead]) => {
      const [a, b, c, d] = marks as [number, number, number, number];
      const clock: Clock = {
        timeZone,
        workingHours: [
          { from: quarter(a), to: quarter(b) },
          { from: quarter(c), to: quarter(d) },
        ],
        calendars: shippedCalendars,
      };
      const inMinutes = { urgentHours: 60, workingMinutes: 1, workingHours: 60, workingDays: b - a + d - c };
      const expected = countedDue({
        ahead,
        hours: [
          [a, b],
          [c, d],
        ],
        off,
        work,
        from: it.from,
        limits: it.limits.map(({ unit, amount }) => ({
          isUrgent: unit === 'urgentHours',
          minutes: amount * inMinutes[unit],
        })),
        suspensions: it.suspensions,
      });
      const found = dueOf(clock, it);
      open += Number(expected === null);
      expect(found.at).toBe(expected);
      expect(found.left > 0).toBe(expected === null);
    }),
    { numRuns: 300 },
  );
  expect(open).toBeGreaterThan(0);
});

test('due, a later start with the same limit → never earlier', () => {
  fc.assert(
    fc.property(minuteOfYears, fc.nat(5_000), limit, (from, later, one) => {
      const at = (start: number) => dueOf(shanghai, { from: start, limits: [one], suspensions: [] }).at!;
      expect(at(from + later * MINUTE)).toBeGreaterThanOrEqual(at(from));
    }),
  );
});

test('a limit of days from a start in working hours → the same clock time on the n-th working day', () => {
  fc.assert(
    fc.property(minuteOfYears, fc.integer({ min: 1, max: 30 }), (from, amount) => {
      const clockTime = (at: number) => (at + 8 * HOUR) % (24 * HOUR);
      const spans = shanghai.workingHours.map(({ from: a, to: b }) => [a, b] as const);
      const isInside = spans.some(([a, b]) => shown(from)!.slice(11) > a && shown(from)!.slice(11) < b);
      const { at, runs } = due(shown(from)!, [days(amount)]);
      const first = shown(from)!.slice(0, 10);
      if (!isInside || runs[0]!.day !== first) return;
      expect(clockTime(at!)).toBe(clockTime(from));
      expect(new Set(runs.map(({ day }) => day)).size).toBe(amount + 1);
    }),
  );
});

test('summer time begins → urgent hours are counted, not the clock; working hours follow the clock of the day', () => {
  const berlin: Clock = { ...shanghai, timeZone: 'Europe/Berlin', calendars: [] };
  const from = Date.parse('2026-03-28T23:00:00+01:00');
  const at = dueOf(berlin, { from, limits: [urgent(4)], suspensions: [] }).at;
  expect(at).toBe(Date.parse('2026-03-29T04:00:00+02:00'));
  // Friday to Monday: the same clock time, an hour less on the wall.
  const friday = Date.parse('2026-03-27T10:00:00+01:00');
  expect(dueOf(berlin, { from: friday, limits: [days(1)], suspensions: [] }).at).toBe(
    Date.parse('2026-03-30T10:00:00+02:00'),
  );
  // People work on the day itself.
  const source = { year: 2026, off: [], work: ['2026-03-29'], coveredUntil: '2026-12-31', source: '' };
  const sunday = { from: Date.parse('2026-03-29T01:00:00+01:00'), limits: [hours(1)], suspensions: [] };
  expect(dueOf({ ...berlin, calendars: [source] }, sunday).at).toBe(Date.parse('2026-03-29T09:30:00+02:00'));
});
