/**
 * When something is due. Integer arithmetic on milliseconds: the same on every device.
 *
 * A working day is as long as the working hours of a day, so a limit of days ends at the same clock time on the n-th working
 * day. A start outside working hours counts from the next part on: who receives a case later is never due earlier.
 */
import type { Millis } from '#domain/base/units.ts';
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import { addDays } from '#domain/calendar/days.ts';
import { coverage } from '#domain/calendar/working-days.ts';
import { dayAt } from './zone.ts';
import { workingSpans, workOfADay, type Clock, type Span } from './working-time.ts';

/** The limits of hazard kinds, and those of the stages in minutes. `urgentHours` never stop; all others are working time. */
export type Limit = {
  readonly amount: number;
  readonly unit: HazardKind['limit']['unit'] | 'workingMinutes';
};

/** A suspension. `to` is null while it lasts. */
export type Suspension = { readonly from: Millis; readonly to: Millis | null };

/** `limits`: that of the case, then each extension; one begins where the one before it ends. */
export type Course = {
  readonly from: Millis;
  readonly limits: readonly Limit[];
  readonly suspensions: readonly Suspension[];
};

/** A span in which the limit ran. `day` is its local day; null for an urgent limit. */
export type Run = Span & { readonly day: string | null };

export type Due = {
  /** Null while a suspension lasts: nobody knows its end. */
  readonly at: Millis | null;
  /** What is left of the limits while a suspension lasts; 0 otherwise. */
  readonly left: Millis;
  /** Whether a day on the way is not covered by a notice yet, so that the due time may still move. */
  readonly isProvisional: boolean;
  readonly runs: readonly Run[];
};

const HOUR: Millis = 3_600_000;

const timeIn = (clock: Clock, { amount, unit }: Limit): Millis => {
  switch (unit) {
    case 'urgentHours':
    case 'workingHours':
      return Math.round(amount * HOUR);
    case 'workingMinutes':
      return Math.round(amount * 60_000);
    case 'workingDays':
      return Math.round(amount * workOfADay(clock));
  }
};

/** The spans in which a limit may run after a time. */
function* openSpans(clock: Clock, unit: Limit['unit'], after: Millis): Generator<Run> {
  if (unit === 'urgentHours') yield { day: null, from: after, to: Number.POSITIVE_INFINITY };
  else yield* workingSpans(clock, after);
}

/** In order, each after the end of the one before. */
const joined = (suspensions: readonly Suspension[]): readonly Suspension[] => {
  const result: Suspension[] = [];
  for (const suspension of suspensions.toSorted((a, b) => a.from - b.from)) {
    if (suspension.to !== null && suspension.to <= suspension.from) continue;
    const last = result.at(-1);
    if (!last || (last.to !== null && last.to < suspension.from)) result.push(suspension);
    else if (last.to !== null && (suspension.to === null || suspension.to > last.to))
      result[result.length - 1] = { from: last.from, to: suspension.to };
  }
  return result;
};

/** The span without the suspensions. They are in order and do not overlap. */
const withoutSuspensions = (span: Run, suspensions: readonly Suspension[]): readonly Run[] => {
  const parts: Run[] = [];
  let { from } = span;
  for (const suspension of suspensions) {
    if (suspension.from >= span.to) break;
    if (suspension.from > from) parts.push({ ...span, from, to: suspension.from });
    from = Math.max(from, suspension.to ?? Number.POSITIVE_INFINITY);
  }
  if (from < span.to) parts.push({ ...span, from });
  return parts;
};

const isUncovered = (clock: Clock, from: Millis, to: Millis): boolean => {
  const last = dayAt(clock.timeZone, to);
  for (let day = dayAt(clock.timeZone, from); day <= last; day = addDays(day, 1))
    if (coverage(clock.calendars, day) === 'provisional') return true;
  return false;
};

/** The due time of a course that began, and the spans that lead to it. Suspensions may come in any order and overlap. */
export const dueOf = (clock: Clock, { from, limits, suspensions }: Course): Due => {
  const ordered = joined(suspensions);
  const openSuspension = ordered.find(({ to }) => to === null);
  const runs: Run[] = [];
  let at = from;
  let hasWorkingTime = false;
  for (const [index, limit] of limits.entries()) {
    let left = timeIn(clock, limit);
    hasWorkingTime ||= limit.unit !== 'urgentHours';
    const spans = openSpans(clock, limit.unit, at);
    while (left > 0) {
      const span = spans.next().value as Run;
      for (const part of withoutSuspensions(span, ordered)) {
        const to = Math.min(part.to, part.from + left);
        runs.push({ ...part, to });
        left -= to - part.from;
        at = to;
        if (left === 0) break;
      }
      if (left > 0 && openSuspension && span.to > openSuspension.from) {
        const later = limits.slice(index + 1).reduce((sum, it) => sum + timeIn(clock, it), 0);
        const isProvisional = hasWorkingTime && isUncovered(clock, from, openSuspension.from);
        return { at: null, left: left + later, isProvisional, runs };
      }
    }
  }
  return { at, left: 0, isProvisional: hasWorkingTime && isUncovered(clock, from, at), runs };
};
