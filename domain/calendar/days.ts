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

/** Days since 1 January 1970. Years begin in March here, so that a leap day is the last of its year. */
export const numberOfDay = (text: string): number => {
  const [year, month, day] = partsOf(text)!;
  const y = month < 3 ? year - 1 : year;
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + ofYear - 719_468;
};

/** The day of a number. Assumes a year from 0 to 9999. */
export const dayOfNumber = (number: number): string => {
  const days = number + 719_468;
  const era = Math.floor(days / 146_097);
  const ofEra = days - era * 146_097;
  const leaps = Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const y = Math.floor((ofEra - leaps) / 365);
  const ofYear = ofEra - (365 * y + Math.floor(y / 4) - Math.floor(y / 100));
  const m = Math.floor((5 * ofYear + 2) / 153);
  const month = ((m + 2) % 12) + 1;
  return dayText(era * 400 + y + (month < 3 ? 1 : 0), month, ofYear - Math.floor((153 * m + 2) / 5) + 1);
};

/** 1 is Monday, 7 is Sunday. Assumes that the day exists. */
export const weekdayOf = (text: string): number => ((((numberOfDay(text) + 3) % 7) + 7) % 7) + 1;

export const isWeekend = (text: string): boolean => weekdayOf(text) > 5;

/** The day so many days later; a negative count is earlier. */
export const addDays = (text: string, count: number): string => dayOfNumber(numberOfDay(text) + count);
