import type { ImportKind } from '#domain/office/messages.ts';
import type { OfficeView } from '#domain/office/office-kinds.ts';
import type { Millis } from '#domain/base/units.ts';
import { viewOfRows, type OfficeRows } from '#server/office/office-rows.ts';
import type { Datum } from '#domain/office/county.ts';
import { limits } from './limits.ts';
import { planImport, type Plan } from './plan.ts';
import { readGrids } from './grids/read-grids.ts';
import type { ReadFile } from './read-row.ts';
import { readSheet } from './files/read-sheet.ts';
import { readTable } from './read-table.ts';
import { Fault } from './files/sheet.ts';

export type ImportTask = {
  readonly kind: ImportKind;
  readonly bytes: Uint8Array;
  readonly datum: Datum;
  readonly region: string;
  readonly rows: OfficeRows;
  readonly now: Millis;
};

export type Planned = Extract<ReadFile, { fault: unknown }> | { readonly plan: Plan };

const read = async ({ kind, bytes, datum, now }: ImportTask, view: OfficeView): Promise<ReadFile> => {
  if (kind === 'grid') {
    // GeoJSON is WGS-84 by its standard. Shapes are not converted: their shared borders would part.
    if (datum !== 'WGS84') throw new Fault('otherDatum');
    const file = readGrids(bytes, view);
    if ('rows' in file && file.rows.length > limits.rows) throw new Fault('tooManyRows', String(limits.rows));
    return file;
  }
  return readTable(kind, await readSheet(bytes), view, datum, now);
};

export const readAndPlan = async (task: ImportTask): Promise<Planned> => {
  try {
    const file = await read(task, viewOfRows(task.region, task.rows));
    return 'fault' in file ? file : { plan: planImport(task.kind, task.region, task.rows, file) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, text } = error;
    return { fault: text === undefined ? { code } : { code, text } };
  }
};
