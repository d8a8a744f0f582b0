import type { Millis } from '#domain/base/units.ts';

const MINUTE: Millis = 60_000;
/** In minutes: how far an estimate may move from the number shown before that number changes. A number that changes
 * all the time is not trusted. */
const SLACK = 0.35;

/** Whole minutes left, rounded up; null if unknown. `shown` is the number on the screen now. */
export const minutesLeft = (shown: number | null, left: Millis | null): number | null => {
  if (left === null) return null;
  const exact = left / MINUTE;
  const mayStay = shown !== null && exact > shown - 1 - SLACK && exact < shown + SLACK;
  return mayStay ? shown : Math.max(1, Math.ceil(exact));
};
