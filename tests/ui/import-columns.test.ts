import { expect, test } from 'vitest';
import { foldWord } from '#domain/office/tables/cell.ts';
import { tableKinds } from '#domain/office/tables/table.ts';
import { tables } from '#domain/office/tables/tables.ts';
import { columnsIn } from '#ui/i18n/admin/import-columns.ts';

test('the empty table of each kind, both languages → the import knows every title, and requires the same ones', () => {
  const faults = [columnsIn.zh, columnsIn.en].flatMap((columns) =>
    tableKinds.flatMap((kind) => {
      const known = tables[kind].columns.map((column) => {
        const titles = new Set(column.titles.map(foldWord));
        const shown = columns[kind].filter(({ title }) => titles.has(foldWord(title)));
        return { column, shown };
      });
      const unknown = columns[kind].filter((it) => !known.some(({ shown }) => shown.includes(it)));
      const differing = known.filter(
        ({ column, shown }) => !!column.isRequired !== shown.some(({ isRequired }) => isRequired),
      );
      return [
        ...unknown.map(({ title }) => `${kind}: ${title} is not known`),
        ...differing.map(({ column }) => `${kind}: ${column.field} is required by one of both`),
      ];
    }),
  );
  expect(faults).toEqual([]);
});
