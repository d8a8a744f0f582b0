/** What a reader makes of a file, before it is compared with the stored rows. */
import type { FileFault, Preview } from '#domain/office/messages.ts';
import type { ProblemCode } from '#domain/office/problem.ts';
import type { Area } from '#domain/place/area.ts';

/** `column`: the letter of the column; null for a problem of the whole row or of a shape. */
export type RowProblem = {
  readonly column: string | null;
  readonly field: string;
  readonly code: ProblemCode;
  readonly text?: string;
};

export type ReadRow = {
  /** As a spreadsheet shows it; of the feature in a GeoJSON file, from 1. */
  readonly row: number;
  /** The cells of the known columns, in the order of `columns`. */
  readonly cells: readonly string[];
  /** A value of the kind; null if the problems leave none. */
  readonly value: unknown;
  readonly problems: readonly RowProblem[];
  /** What the office should look at; it does not stop the import. */
  readonly notes?: readonly RowProblem[];
};

export type ReadFile =
  | { readonly fault: { readonly code: FileFault; readonly text?: string } }
  | {
      /** Such as the name of the sheet. */
      readonly sheet: string | null;
      readonly columns: Preview['columns'];
      /** Titles of columns that the import does not know. */
      readonly ignored: readonly string[];
      readonly rows: readonly ReadRow[];
      /** Names of streets and communities that a file of grids has besides. */
      readonly areas?: readonly Area[];
    };
