/** The working times of the people, in China Standard Time (UTC+8). */
import type { Millis } from '#domain/base/units.ts';
import type { Dice } from '#demo/dice.ts';

export const MINUTE: Millis = 60_000;
export const HOUR: Millis = 60 * MINUTE;
export const DAY: Millis = 24 * HOUR;
const ZONE: Millis = 8 * HOUR;

/** The last midnight before this moment. */
const midnight = (at: Millis): Millis => Math.floor((at + ZONE) / DAY) * DAY - ZONE;
export const hourOf = (at: Millis): number => (at - midnight(at)) / HOUR;
/** 0 is Sunday. */
const weekdayOf = (at: Millis): number => (Math.floor((at + ZONE) / DAY) + 4) % 7;

/** The midnights at which the last days begin; the last one is today's. */
export const lastDays = (now: Millis, days: number): readonly Millis[] =>
  Array.from({ length: days }, (_, i) => midnight(now) - (days - 1 - i) * DAY);

/** The number of reports of a day: fewer on a Saturday, fewest on a Sunday. */
export const reportsOn = (day: Millis, dice: Dice): number => {
  const usual = [2.9, 5.6, 5.9, 5.4, 5.8, 5.5, 4.3][weekdayOf(day)]!;
  return Math.floor(usual + dice.between(-1, 2));
};

/** In the morning when people leave for work, and in the evening when the e-bikes come home. */
export const patrolTime = (day: Millis, dice: Dice): Millis =>
  day + dice.weigh([[dice.between(7.8, 11.4), 5] as const, [dice.between(15.2, 20.7), 6] as const]) * HOUR;

export const officeTime = (day: Millis, dice: Dice): Millis =>
  day + dice.weigh([[dice.between(8.8, 11.7), 1] as const, [dice.between(13.7, 17.1), 1] as const]) * HOUR;

const isOffice = (at: Millis): boolean => {
  const hour = hourOf(at);
  const weekday = weekdayOf(at);
  return weekday > 0 && hour >= 8.5 && hour <= (weekday === 6 ? 12 : 17.6);
};

/** When a reviewer handles a report from `after`: within a few hours, or on the next morning of office time. */
export const atTheDesk = (after: Millis, dice: Dice): Millis => {
  const at = after + dice.between(12, 190) * MINUTE;
  if (isOffice(at)) return at;
  for (let day = midnight(at); ; day += DAY) {
    const morning = day + 8.5 * HOUR + dice.between(2, 75) * MINUTE;
    if (morning > after && isOffice(morning)) return morning;
  }
};
