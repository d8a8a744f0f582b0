/**
 * A table that the office imports: its columns, and how a row becomes a value of a kind.
 *
 * Promises: an empty cell leaves the field of a stored row as it is. What is wrong is noted with its field; a row without
 * notes becomes a value that the schema of the kind decides about.
 */
import type { LatLon } from '#domain/base/geometry.ts';
import type { OfficeValues, OfficeView } from '#domain/office/office-kinds.ts';
import type { ProblemCode } from '#domain/office/problem.ts';
import type { Grid } from '#domain/place/grid.ts';
import { foldWord } from './cell.ts';

/** The kinds that are tables; grids are shapes. */
export const tableKinds = ['area', 'unit', 'person', 'place', 'hazardKind', 'calendar'] as const;
export type TableKind = (typeof tableKinds)[number];

export type Column = {
  /** The path of the field in the value, such as `contact.phone`. */
  readonly field: string;
  /** What a file may call it. The first one is the title in messages. */
  readonly titles: readonly string[];
  /** A file without this column is no table of the kind. */
  readonly isRequired?: true;
  /** Comes from other cells where its own is empty; the preview shows it also without the column. */
  readonly isDerived?: true;
};

/** The text of a field's cell; empty without the column. */
export type Cells = (field: string) => string;
export type Note = (field: string, code: ProblemCode, text?: string) => void;

export type Context<K extends TableKind> = {
  readonly view: OfficeView;
  /** The row that has this natural key. */
  readonly stored: (key: string) => OfficeValues[K] | undefined;
  /** A new id; the same one for each row of the file with this key. */
  readonly newId: (key: string) => string;
  /** What is written under a name in the view: units, areas and grids. */
  readonly named: (kind: 'unit' | 'area' | 'grid' | 'hazardKind', name: string) => string | undefined;
  readonly gridAt: (point: LatLon) => Grid | null;
  readonly toWgs84: (point: LatLon) => LatLon;
};

export type Table<K extends TableKind> = {
  readonly columns: readonly Column[];
  /** Columns with other titles are attributes of the row. */
  readonly hasAttributes?: true;
  /** The field that names a row which is twice in the file. */
  readonly keyField: string;
  /** The natural keys of a stored row. */
  readonly keysOf: (value: OfficeValues[K]) => readonly string[];
  /** The value, not yet checked by its schema. `attributes`: the cells of the other columns by title. */
  readonly read: (
    cell: Cells,
    note: Note,
    context: Context<K>,
    attributes: Readonly<Record<string, string>>,
  ) => Readonly<Record<string, unknown>>;
};

/** Without the fields that have no value. */
export const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<T>;

/** The names of a row in both languages. An office that has only the Chinese one gives it for both. */
export const readName = (cell: Cells, stored: { readonly zh: string; readonly en: string } | undefined) => {
  const zh = cell('name') || stored?.zh || '';
  const isSame = stored !== undefined && stored.zh === zh;
  return { zh, en: cell('name.en') || (isSame ? stored.en : zh) };
};

/** By the words of a choice, in both languages. */
export type Words<T extends string> = { readonly [C in T]: readonly string[] };

/** Undefined for an empty cell, and for a noted text that is none of the choices. */
export const readChoice = <T extends string>(
  words: Words<T>,
  field: string,
  cell: Cells,
  note: Note,
): T | undefined => {
  const text = foldWord(cell(field));
  if (text === '') return undefined;
  for (const choice of Object.keys(words) as T[])
    if (foldWord(choice) === text || words[choice].some((word) => foldWord(word) === text)) return choice;
  note(field, 'badChoice', cell(field));
  return undefined;
};
