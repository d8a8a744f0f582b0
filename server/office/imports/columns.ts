import type { Preview } from '#domain/office/messages.ts';

/** The letter of a column, from 0 on: A … Z, AA … */
export const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

/** A problem belongs to the column of its field, of a part of the field, or of the field that it is a part of. */
export const columnOf = (columns: Preview['columns'], field: string): string | null =>
  (
    columns.find((it) => it.field === field) ??
    columns.find((it) => it.field.startsWith(`${field}.`)) ??
    columns.find((it) => field.startsWith(`${it.field}.`))
  )?.column || null;
