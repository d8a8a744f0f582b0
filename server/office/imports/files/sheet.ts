/** A file as rows of text, from the first row on and with empty rows, so that the index gives the number of the row. */
import type { FileFault } from '#domain/office/messages.ts';
import { limits } from '#server/office/imports/limits.ts';

export type Sheet = { readonly name: string | null; readonly rows: readonly (readonly string[])[] };

/** Why a file cannot be read. Thrown inside the readers only. */
export class Fault extends Error {
  constructor(
    readonly code: FileFault,
    readonly text?: string,
  ) {
    super(text === undefined ? code : `${code}: ${text}`);
  }
}

/** Rows above a title row and empty rows do not count against the limit. */
const SPARE_ROWS = 100;

const withoutEmptyEnd = (row: readonly string[]): readonly string[] =>
  row.slice(0, row.findLastIndex((cell) => cell.trim() !== '') + 1);

/** Collects rows up to the limits. Throws a Fault beyond them. */
export const collectRows = () => {
  const rows: (readonly string[])[] = [];
  let signs = 0;
  let filled = 0;
  return {
    rows,
    add: (raw: readonly string[]): void => {
      const row = withoutEmptyEnd(raw);
      if (row.length > limits.columns) throw new Fault('tooManyColumns', String(limits.columns));
      if (row.length > 0) filled = rows.length + 1;
      if (filled > limits.rows + SPARE_ROWS) throw new Fault('tooManyRows', String(limits.rows));
      for (const cell of row) signs += cell.length;
      if (signs > limits.signs) throw new Fault('tooLarge');
      if (rows.length <= limits.rows + SPARE_ROWS) rows.push(row);
    },
  };
};
