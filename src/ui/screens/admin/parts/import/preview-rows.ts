import type { PlannedRow, Preview } from '#domain/office/messages.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { t } from '#ui/i18n/messages.ts';

type Columns = Preview['columns'];

const isPartOf = (field: string, whole: string): boolean => field === whole || field.startsWith(`${whole}.`);

/** The indexes of the cells that have a problem. */
export const wrongCells = (row: PlannedRow, columns: Columns): ReadonlySet<number> =>
  new Set(row.problems.map(({ column }) => columns.findIndex((it) => it.column === column)));

/** The indexes of the cells that change the stored row. */
export const changedCells = (row: PlannedRow, columns: Columns): ReadonlySet<number> =>
  new Set(
    row.changes.flatMap(({ field }) =>
      columns.flatMap((it, index) => (isPartOf(it.field, field) ? index : [])),
    ),
  );

const inWords = (problems: PlannedRow['problems']): readonly string[] =>
  problems.map((problem) => {
    const text = problemText(problem);
    return problem.column === null ? text : importMessages().inColumn(problem.column, text);
  });

export const problemLines = ({ problems }: Pick<PlannedRow, 'problems'>): readonly string[] =>
  inWords(problems);

/** What becomes of a row, in words, and what does not block it: a gap beside a grid. */
export const resultText = (row: PlannedRow, columns: Columns): string =>
  [outcomeText(row, columns), ...inWords(row.notes ?? [])].join('；');

const outcomeText = (row: PlannedRow, columns: Columns): string => {
  if (row.outcome === 'wrong') return problemLines(row).join('；');
  if (row.outcome === 'new') return importMessages().becomesNew;
  if (row.outcome === 'same') return importMessages().staysSame;
  const changes = row.changes.map(({ field, before, after }) => {
    const title = columns.find((it) => isPartOf(it.field, field))?.title ?? field;
    return importMessages().becomes(title, before, after);
  });
  return [importMessages().known, ...changes].join(t().separator);
};

/** The wrong rows as a table of their own, with what is wrong in the last column. */
export const wrongRowsTable = ({ columns, rows }: Preview): readonly (readonly string[])[] => [
  [...columns.map(({ title }) => title), importMessages().wrongColumn],
  ...rows
    .filter(({ outcome }) => outcome === 'wrong')
    .map((row) => [...row.cells, problemLines(row).join('；')]),
];
