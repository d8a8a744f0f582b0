/** Not in format.ts, which is part of the first load. */
import { intl } from './format.ts';

/** A day in the form of a date field, 2025-06-30. The year is shown only if it is not the current one. */
export const day = (iso: string): string => {
  const at = new Date(`${iso}T00:00`);
  const isThisYear = at.getFullYear() === new Date().getFullYear();
  return intl(
    `date ${isThisYear}`,
    (locale) =>
      new Intl.DateTimeFormat(locale, {
        month: 'short',
        day: 'numeric',
        ...(isThisYear ? {} : { year: 'numeric' }),
      }),
  ).format(at);
};
