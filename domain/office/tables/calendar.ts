import { addDays, isWeekend } from '#domain/calendar/days.ts';
import { readDay, readList, readNumber } from './cell.ts';
import { given, type Cells, type Note, type Table } from './table.ts';

const MAX_RANGE = 366;

/** 2026-02-15~2026-02-23. Null for no range. */
const readRange = (text: string): readonly string[] | null => {
  const [from, to] = text.split(/[~～至]/).map(readDay);
  if (!from || !to || from > to) return null;
  const days = [from];
  while (days.at(-1)! < to && days.length < MAX_RANGE) days.push(addDays(days.at(-1)!, 1));
  return days;
};

/** Days and ranges, sorted. `isKept` leaves days out. */
const readDays = (field: string, cell: Cells, note: Note, isKept: (day: string) => boolean) => {
  if (cell(field) === '') return undefined;
  const days = readList(cell(field)).flatMap((part) => {
    const day = readDay(part);
    const found = day === null ? readRange(part) : [day];
    if (found === null) note(field, 'badDay', part);
    return found ?? [];
  });
  return [...new Set(days.filter(isKept))].sort();
};

/** 工作日历: one row a year, which is the natural key. */
export const calendarTable: Table<'calendar'> = {
  columns: [
    { field: 'year', titles: ['年份', '年', 'year'], isRequired: true },
    { field: 'off', titles: ['放假', '放假日', '休息日', 'off', 'days off'], isRequired: true },
    { field: 'work', titles: ['调休上班', '上班', '调休', 'work', 'make-up days'] },
    { field: 'coveredUntil', titles: ['有效至', '覆盖至', 'covered until'] },
    { field: 'source', titles: ['来源', '文号', '通知', 'source', 'notice'] },
  ],
  keyField: 'year',
  keysOf: ({ year }) => [String(year)],
  read: (cell, note, { stored: storedAs }) => {
    const year = readNumber(cell('year').replace(/年$/, ''));
    if (year === null) note('year', cell('year') === '' ? 'missing' : 'badNumber', cell('year'));
    const until = cell('coveredUntil');
    const coveredUntil = readDay(until);
    if (until !== '' && coveredUntil === null) note('coveredUntil', 'badDay', until);
    return {
      off: [],
      work: [],
      coveredUntil: `${year}-12-31`,
      source: '',
      ...storedAs(String(year)),
      ...given({
        off: readDays('off', cell, note, (day) => !isWeekend(day)),
        work: readDays('work', cell, note, isWeekend),
        coveredUntil: coveredUntil ?? undefined,
        source: cell('source'),
      }),
      year,
    };
  },
};
