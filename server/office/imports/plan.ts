/**
 * What an import would write: each row of the file is new, changed, the same as the stored one, or wrong.
 *
 * Promises: the rows that are not wrong may be written together, without the wrong ones. The hash of a plan is the same as
 * long as the file and the rows that it concerns are the same; new ids do not change it.
 */
import { createHash } from 'node:crypto';
import {
  MAX_PLANNED_ROWS,
  type Edit,
  type ImportKind,
  type Outcome,
  type PlannedRow,
  type Preview,
} from '#domain/office/messages.ts';
import type { Area } from '#domain/place/area.ts';
import type { OfficeValues } from '#domain/office/office-kinds.ts';
import { tables } from '#domain/office/tables/tables.ts';
import { checkValue, hasAdmin, idOfValue } from '#server/office/check-rows.ts';
import { viewOfRows, type OfficeRows, type StoredRow } from '#server/office/office-rows.ts';
import { changesOf, isEqual, canonical } from './changes.ts';
import { columnOf } from './columns.ts';
import type { ReadFile, ReadRow, RowProblem } from './read-row.ts';

type Value = OfficeValues[ImportKind];
type Table = Exclude<ReadFile, { fault: unknown }>;

export type Plan = Pick<Preview, 'plan' | 'sheet' | 'columns' | 'ignored' | 'counts'> & {
  /** As the preview shows them: wrong rows first, and at most `MAX_PLANNED_ROWS`. */
  readonly rows: readonly PlannedRow[];
  /** Of the new and the changed rows, and of areas without a name. */
  readonly edits: readonly Edit[];
};

type Draft = {
  readonly read: ReadRow;
  readonly id: string;
  readonly value: Value | null;
  readonly stored: StoredRow | undefined;
  readonly problems: RowProblem[];
  outcome: Outcome;
};

const draftOf = (kind: ImportKind, read: ReadRow, stored: ReadonlyMap<string, StoredRow>): Draft => {
  const value = read.problems.length === 0 ? (read.value as Value | null) : null;
  const id = value === null ? '' : idOfValue(kind, value);
  const row = stored.get(id);
  const outcome =
    value === null ? 'wrong' : !row ? 'new' : isEqual(row.value, value) ? ('same' as const) : 'changed';
  return { read, id, value, stored: row, problems: [...read.problems], outcome };
};

/** The second row with an id is wrong, and names the first. */
const markTwice = (drafts: readonly Draft[], keyField: string, columns: Preview['columns']): void => {
  const rowOf = new Map<string, number>();
  for (const draft of drafts) {
    if (draft.outcome === 'wrong') continue;
    const first = rowOf.get(draft.id);
    if (first === undefined) rowOf.set(draft.id, draft.read.row);
    else {
      const column = columnOf(columns, keyField);
      draft.problems.push({ column, field: keyField, code: 'twice', text: String(first) });
      draft.outcome = 'wrong';
    }
  }
};

/** Checks the rows laid over the stored ones. Without a wrong row others may be wrong, so it checks until none is. */
const markUnfit = (
  kind: ImportKind,
  drafts: readonly Draft[],
  region: string,
  { byKind }: OfficeRows,
  columns: Preview['columns'],
): void => {
  const hadAdmin = hasAdmin(viewOfRows(region, { byKind }));
  for (let isSettled = false; !isSettled;) {
    isSettled = true;
    const written = drafts.filter(({ outcome }) => outcome === 'new' || outcome === 'changed');
    const laidOver = new Map<string, StoredRow>(byKind[kind]);
    for (const { id, value } of written) laidOver.set(id, { seq: 0, value: value! });
    const view = viewOfRows(region, { byKind: { ...byKind, [kind]: laidOver } });
    for (const draft of written) {
      const problems = checkValue(kind, draft.value!, view, hadAdmin);
      if (problems.length === 0) continue;
      isSettled = false;
      draft.outcome = 'wrong';
      draft.problems.push(...problems.map((it) => ({ column: columnOf(columns, it.field), ...it })));
    }
  }
};

const hashOf = (drafts: readonly Draft[]): string => {
  const hash = createHash('sha256');
  for (const { read, id, value, stored, outcome, problems } of drafts) {
    const content = value === null ? null : canonical({ ...value, id: undefined });
    const line = [
      read.row,
      outcome,
      stored ? [id, stored.seq] : null,
      content,
      problems.map((it) => it.code),
    ];
    hash.update(`${JSON.stringify(line)}\n`);
  }
  return hash.digest('hex');
};

const ranks: readonly Outcome[] = ['wrong', 'changed', 'new', 'same'];

const hasNotes = ({ read }: Draft): boolean => (read.notes?.length ?? 0) > 0;

const shownOf = (drafts: readonly Draft[]): readonly Draft[] =>
  [...drafts]
    .sort(
      (a, b) =>
        ranks.indexOf(a.outcome) - ranks.indexOf(b.outcome) ||
        Number(hasNotes(b)) - Number(hasNotes(a)) ||
        a.read.row - b.read.row,
    )
    .slice(0, MAX_PLANNED_ROWS);

/** Names of areas that have none yet. A file of grids changes no name that the office gave. */
const newAreas = (areas: readonly Area[], { byKind }: OfficeRows): readonly Edit[] =>
  areas
    .filter(({ code }) => !byKind.area.has(code))
    .map((value) => ({ kind: 'area', id: value.code, value, seq: null }));

export const planImport = (kind: ImportKind, region: string, rows: OfficeRows, read: Table): Plan => {
  const { sheet, columns, ignored } = read;
  const stored = rows.byKind[kind] as ReadonlyMap<string, StoredRow>;
  const drafts = read.rows.map((row) => draftOf(kind, row, stored));
  markTwice(drafts, kind === 'grid' ? 'code' : tables[kind].keyField, columns);
  markUnfit(kind, drafts, region, rows, columns);
  const counts = { new: 0, changed: 0, same: 0, wrong: 0 };
  for (const { outcome } of drafts) counts[outcome] += 1;
  const view = viewOfRows(region, rows);
  return {
    plan: hashOf(drafts),
    sheet,
    columns,
    ignored: [...ignored],
    counts,
    rows: shownOf(drafts).map(({ read, outcome, stored, value, problems }) => ({
      row: read.row,
      outcome,
      cells: [...read.cells],
      changes: outcome === 'changed' ? changesOf(stored!.value, value!, view) : [],
      problems: [...problems],
      ...(read.notes && { notes: [...read.notes] }),
    })),
    edits: [
      ...newAreas(read.areas ?? [], rows),
      ...drafts.flatMap(({ outcome, id, value, stored }) =>
        outcome === 'new' || outcome === 'changed' ? { kind, id, value, seq: stored?.seq ?? null } : [],
      ),
    ],
  };
};
