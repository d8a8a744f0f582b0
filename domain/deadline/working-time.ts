/** The parts of working days, as times. */
import type { Calendar } from '#domain/calendar/calendar.ts';
import { addDays } from '#domain/calendar/days.ts';
import type { Settings } from '#domain/office/settings.ts';
import { isWorkingDay } from '#domain/calendar/working-days.ts';
import type { Millis } from '#domain/base/units.ts';
import { dayAt, timeOf } from './zone.ts';

/** By what a region counts working time. The parts of a working day are in order and apart. */
export type Clock = Pick<Settings, 'timeZone' | 'workingHours'> & { readonly calendars: readonly Calendar[] };

export type Span = { readonly from: Millis; readonly to: Millis };

const MINUTE: Millis = 60_000;
export const sinceMidnight = (clockTime: string): Millis =>
  (Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3))) * MINUTE;

/** The working time of one whole day. */
export const workOfADay = ({ workingHours }: Clock): Millis =>
  workingHours.reduce((sum, { from, to }) => sum + sinceMidnight(to) - sinceMidnight(from), 0);

/** The parts of the working days after a time, without end. The first one may be under way. */
export function* workingSpans(clock: Clock, after: Millis): Generator<Span & { readonly day: string }> {
  const { timeZone, workingHours, calendars } = clock;
  for (let day = dayAt(timeZone, after); ; day = addDays(day, 1)) {
    if (!isWorkingDay(calendars, day)) continue;
    for (const part of workingHours) {
      const from = Math.max(after, timeOf(timeZone, day, sinceMidnight(part.from)));
      const to = timeOf(timeZone, day, sinceMidnight(part.to));
      if (from < to) yield { day, from, to };
    }
  }
}
