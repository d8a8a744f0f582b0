/** Why something is due then: the steps that lead to it, as data. Their texts are in `src/ui/i18n`. */
import type { Millis } from '#domain/base/units.ts';
import { addDays, isWeekend } from '#domain/calendar/days.ts';
import { isWorkingDay } from '#domain/calendar/working-days.ts';
import type { Course, Due } from './due.ts';
import { workOfADay, type Clock } from './working-time.ts';
import { dayAt, timeOf } from './zone.ts';

/** Days are local. A make-up day is a weekend day on which people work. */
export type Step =
  | { readonly kind: 'part'; readonly day: string; readonly time: Millis; readonly isMakeUp: boolean }
  | { readonly kind: 'wholeDays'; readonly first: string; readonly last: string; readonly days: number }
  | { readonly kind: 'daysOff'; readonly first: string; readonly last: string }
  | { readonly kind: 'urgent'; readonly from: Millis; readonly to: Millis }
  | { readonly kind: 'suspended'; readonly from: Millis; readonly to: Millis | null };

type Dated = { readonly at: Millis; readonly step: Step };

/** The days on which a limit in working hours ran, with the time of each. */
const timeByDay = ({ runs }: Due): ReadonlyMap<string, Millis> => {
  const times = new Map<string, Millis>();
  for (const { day, from, to } of runs) if (day !== null) times.set(day, (times.get(day) ?? 0) + to - from);
  return times;
};

/** Runs of days without work that have a weekday in them: plain weekends need no words. */
const daysOff = (clock: Clock, days: readonly string[]): readonly Dated[] => {
  const found: { first: string; last: string }[] = [];
  const [begin, end] = [days[0], days.at(-1)];
  if (begin === undefined || end === undefined) return [];
  for (let day = begin; day <= end; day = addDays(day, 1)) {
    if (isWorkingDay(clock.calendars, day)) continue;
    const before = found.at(-1);
    if (before && addDays(before.last, 1) === day) before.last = day;
    else found.push({ first: day, last: day });
  }
  const hasWeekday = ({ first, last }: { readonly first: string; readonly last: string }): boolean => {
    for (let day = first; day <= last; day = addDays(day, 1)) if (!isWeekend(day)) return true;
    return false;
  };
  return found
    .filter(hasWeekday)
    .map((span) => ({ at: timeOf(clock.timeZone, span.first, 0), step: { kind: 'daysOff', ...span } }));
};

/** Parts of days, and runs of whole days, which only weekends and days off interrupt. */
const workedDays = (clock: Clock, times: ReadonlyMap<string, Millis>): readonly Dated[] => {
  const steps: Dated[] = [];
  const whole = workOfADay(clock);
  let run: { kind: 'wholeDays'; first: string; last: string; days: number } | null = null;
  for (const [day, time] of times) {
    const isMakeUp = isWeekend(day);
    const isWhole = time === whole && !isMakeUp;
    if (isWhole && run && isOnlyWeekendBetween(run.last, day)) {
      run.last = day;
      run.days += 1;
      continue;
    }
    run = isWhole ? { kind: 'wholeDays', first: day, last: day, days: 1 } : null;
    steps.push({
      at: timeOf(clock.timeZone, day, 0),
      step: run ?? { kind: 'part', day, time, isMakeUp },
    });
  }
  return steps;
};

/** Whether only a weekend, or nothing, is between the two days. */
const isOnlyWeekendBetween = (earlier: string, later: string): boolean => {
  let next = addDays(earlier, 1);
  while (isWeekend(next) && next < later) next = addDays(next, 1);
  return next === later;
};

/** The steps from the start to the due time, in order. */
export const explain = (clock: Clock, course: Course, due: Due): readonly Step[] => {
  const times = timeByDay(due);
  const urgent = due.runs.filter(({ day }) => day === null);
  const end = due.at ?? Number.POSITIVE_INFINITY;
  const first = dayAt(clock.timeZone, course.from);
  const steps: Dated[] = [
    ...urgent.map(({ from, to }): Dated => ({ at: from, step: { kind: 'urgent', from, to } })),
    ...workedDays(clock, times),
    ...daysOff(clock, times.size > 0 ? [first, ...times.keys()] : []),
    ...course.suspensions
      .filter(({ from }) => from < end)
      .map(({ from, to }): Dated => ({ at: from, step: { kind: 'suspended', from, to } })),
  ];
  return steps.toSorted((a, b) => a.at - b.at).map(({ step }) => step);
};
