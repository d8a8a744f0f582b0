import type { Calendar } from './calendar.ts';
import { isWeekend } from './days.ts';

const calendarOf = (calendars: readonly Calendar[], day: string): Calendar | undefined =>
  calendars.find(({ year }) => day.startsWith(`${year}-`));

/** Whether people work on the day, YYYY-MM-DD. Without a calendar of its year, the week decides. */
export const isWorkingDay = (calendars: readonly Calendar[], day: string): boolean => {
  const calendar = calendarOf(calendars, day);
  if (calendar?.work.includes(day)) return true;
  return !isWeekend(day) && !calendar?.off.includes(day);
};

/** `provisional`: no notice covers the day, so that it may still become a day off or a working day. */
export const coverage = (calendars: readonly Calendar[], day: string): 'covered' | 'provisional' => {
  const calendar = calendarOf(calendars, day);
  return calendar && day <= calendar.coveredUntil ? 'covered' : 'provisional';
};
