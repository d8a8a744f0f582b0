/** Days as text, YYYY-MM-DD, by integer arithmetic: a day of a calendar has no time zone. */

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** `month`: 1 to 12. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

export const dayText = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const partsOf = (day: string): readonly [year: number, month: number, day: number] | null => {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  return found && [Number(found[1]), Number(found[2]), Number(found[3])];
};

/** Whether the text names a day that exists. */
export const isDay = (text: string): boolean => {
  const parts = partsOf(text);
  if (!parts) return false;
  const [year, month, day] = parts;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
};

const monthShift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];

/** 1 is Monday, 7 is Sunday. Assumes that the day exists. */
export const weekdayOf = (text: string): number => {
  const [year, month, day] = partsOf(text)!;
  const y = month < 3 ? year - 1 : year;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return (y + leaps + monthShift[month - 1]! + day) % 7 || 7;
};

export const isWeekend = (text: string): boolean => weekdayOf(text) > 5;

/** The day so many days later; a negative count is earlier. */
export const addDays = (text: string, count: number): string => {
  let [year, month, day] = partsOf(text)!;
  day += count;
  while (day < 1) {
    [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1];
    day += daysInMonth(year, month);
  }
  while (day > daysInMonth(year, month)) {
    day -= daysInMonth(year, month);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return dayText(year, month, day);
};
