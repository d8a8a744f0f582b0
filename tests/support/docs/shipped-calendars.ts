/**
 * The calendars that ship, from the package `chinese-days`, which follows the notices of the State Council. To add a year:
 * raise the package, add the year and its notice here, and run
 * `npx tsx tests/support/docs/shipped-calendars.ts > domain/calendar/shipped-calendars.ts && npx oxfmt`.
 */
import { pathToFileURL } from 'node:url';
import { isWorkday } from 'chinese-days';
import type { Calendar } from '#domain/calendar/calendar.ts';
import { dayText, daysInMonth, isWeekend } from '#domain/calendar/days.ts';

const notices: Readonly<Record<number, string>> = {
  2024: '国办发明电〔2023〕7号',
  2025: '国办发明电〔2024〕12号',
  2026: '国办发明电〔2025〕7号',
};

export const daysOfYear = (year: number): readonly string[] =>
  Array.from({ length: 12 }, (_, at) => at + 1).flatMap((month) =>
    Array.from({ length: daysInMonth(year, month) }, (_, at) => dayText(year, month, at + 1)),
  );

export const isWorkingDayInPackage = (day: string): boolean => isWorkday(day);

export const calendarsOfPackage = (): readonly Calendar[] =>
  Object.entries(notices).map(([name, source]) => {
    const year = Number(name);
    const days = daysOfYear(year);
    return {
      year,
      off: days.filter((day) => !isWeekend(day) && !isWorkingDayInPackage(day)),
      work: days.filter((day) => isWeekend(day) && isWorkingDayInPackage(day)),
      coveredUntil: dayText(year, 12, 31),
      source,
    };
  });

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.stdout.write(
    `/** The calendars with which a new region begins. Generated: see tests/support/docs/shipped-calendars.ts. */
import type { Calendar } from './calendar.ts';

export const shippedCalendars: readonly Calendar[] = ${JSON.stringify(calendarsOfPackage())};
`,
  );
