import type { Millis } from '#domain/base/units.ts';

const MINUTE: Millis = 60_000;
/** How far an estimate may stray from the minutes shown before they change: a number that dances is not believed. */
const SLACK = 0.35;

/** Whole minutes left, rounded up; null is not known. `shown` is what stands there now. */
export const minutesLeft = (shown: number | null, left: Millis | null): number | null => {
  if (left === null) return null;
  const exact = left / MINUTE;
  const mayStay = shown !== null && exact > shown - 1 - SLACK && exact < shown + SLACK;
  return mayStay ? shown : Math.max(1, Math.ceil(exact));
};
