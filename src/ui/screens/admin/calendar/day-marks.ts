import type { Calendar } from '#domain/calendar/calendar.ts';
import { addDays, dayText, daysInMonth, isWeekend } from '#domain/calendar/days.ts';

export type Mark = 'off' | 'work' | 'weekend' | 'workday';

type Days = Pick<Calendar, 'off' | 'work'>;

export const markOf = ({ off, work }: Days, day: string): Mark => {
  if (work.includes(day)) return 'work';
  if (isWeekend(day)) return 'weekend';
  return off.includes(day) ? 'off' : 'workday';
};

const toggled = (days: readonly string[], day: string): string[] =>
  days.includes(day) ? days.filter((it) => it !== day) : [...days, day].sort();

/** A weekday becomes a day off, a weekend day a working day; a second time it follows the week again. */
export const toggleDay = ({ off, work }: Days, day: string): Partial<Calendar> =>
  isWeekend(day) ? { work: toggled(work, day) } : { off: toggled(off, day) };

/** The calendar with which a year begins: the week decides every day. */
export const emptyCalendar = (year: number): Calendar => ({
  year,
  off: [],
  work: [],
  coveredUntil: dayText(year, 12, 31),
  source: '',
});

const monthStart = (day: string): string => `${day.slice(0, 8)}01`;
const monthEnd = (day: string): string =>
  dayText(
    Number(day.slice(0, 4)),
    Number(day.slice(5, 7)),
    daysInMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7))),
  );

const moves: Readonly<Record<string, (day: string) => string>> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  Home: monthStart,
  End: monthEnd,
  PageUp: (day) => addDays(monthStart(day), -1),
  PageDown: (day) => addDays(monthEnd(day), 1),
};

/** Where a key moves the focus; null for another key, and out of the year. */
export const dayAfterKey = (day: string, key: string): string | null => {
  const next = moves[key]?.(day);
  return next?.slice(0, 4) === day.slice(0, 4) ? next : null;
};
