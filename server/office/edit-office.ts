/**
 * Edits of the office: by hand at the desk, or planned by an import.
 *
 * Promises: all edits of a call are written or none. A row without problems is written with who, when and before. An edit of a
 * row that changed since the editor read it is refused.
 */
import { parseOfficeValue, type OfficeValues } from '#domain/office/office-kinds.ts';
import type { OfficePerson } from '#domain/office/office-person.ts';
import type { Edit, OfficeRow } from '#domain/office/messages.ts';
import type { Problem } from '#domain/office/problem.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import { endSessionsOf, renameSignIns } from '#server/auth/sign-ins.ts';
import { editReference, openRegion, type Editor } from '#server/ledger/reference.ts';
import { writePeople } from '#server/ledger/people-rows.ts';
import type { Store, Writing } from '#server/store/store.ts';
import { checkValue, hasAdmin, idOfValue } from './check-rows.ts';
import {
  readOfficeRows,
  referenceValueOf,
  viewOfRows,
  type OfficeRows,
  type StoredRow,
} from './office-rows.ts';

export type EditProblem = Problem & { readonly index: number };
export type Outcome = { readonly problems: readonly EditProblem[]; readonly rows: readonly OfficeRow[] };

type Read = {
  readonly kind: ReferenceKind;
  readonly id: string;
  readonly value: OfficeValues[ReferenceKind];
};

class Refused extends Error {
  constructor(readonly problems: readonly EditProblem[]) {
    super('the edits have problems');
  }
}

/** The values of the edits, laid over the stored rows. */
const layOver = ({ byKind }: OfficeRows, edits: readonly Edit[]): readonly Read[] => {
  const problems: EditProblem[] = [];
  const read: Read[] = [];
  for (const [index, { kind, id, value, seq }] of edits.entries()) {
    const parsed = parseOfficeValue(kind, value);
    if ('problems' in parsed) {
      problems.push(...parsed.problems.map((problem) => ({ index, ...problem })));
      continue;
    }
    const rows = byKind[kind] as Map<string, StoredRow>;
    if (idOfValue(kind, parsed.value) !== id)
      problems.push({ index, field: 'id', code: 'badForm', text: id });
    const stored = rows.get(id);
    if ((stored?.seq ?? null) !== seq)
      problems.push({ index, field: '', code: seq === null ? 'exists' : 'changedMeanwhile' });
    rows.set(id, { seq: stored?.seq ?? 0, value: parsed.value });
    read.push({ kind, id, value: parsed.value });
  }
  if (problems.length > 0) throw new Refused(problems);
  return read;
};

const writeEdits = async (tx: Writing, region: string, edits: readonly Edit[], editor: Editor) => {
  const feed = await openRegion(tx, region, editor.at);
  const rows = await readOfficeRows(tx, region);
  const before = new Map(
    edits.map(({ kind, id }) => [`${kind} ${id}`, rows.byKind[kind].get(id)?.value ?? null]),
  );
  const hadAdmin = hasAdmin(viewOfRows(region, rows));
  const read = layOver(rows, edits);
  const view = viewOfRows(region, rows);
  const problems = read.flatMap(({ kind, value }, index) =>
    checkValue(kind, value, view, hadAdmin).map((problem) => ({ index, ...problem })),
  );
  if (problems.length > 0) throw new Refused(problems);
  const people = read.flatMap(({ kind, value }) => (kind === 'person' ? [value as OfficePerson] : []));
  const retired = await tx
    .selectFrom('people')
    .select(['id', 'retired_at'])
    .where('region', '=', region)
    .execute();
  const retiredAt = new Map(retired.map(({ id, retired_at }) => [id, retired_at]));
  await writePeople(tx, people, (id) => retiredAt.get(id) ?? null, editor.at);
  if (people.length > 0) await renameSignIns(tx, region);
  await endSessionsOf(
    tx,
    people.flatMap(({ id, retired }) => (retired ? [id] : [])),
  );
  await editReference(
    tx,
    feed,
    read.map(({ kind, id, value }) => ({
      kind,
      id,
      value: referenceValueOf(kind, value),
      audit: { before: before.get(`${kind} ${id}`), after: value },
    })),
    editor,
  );
  await feed.close();
  return read;
};

export const applyEdits = async (
  store: Store,
  region: string,
  edits: readonly Edit[],
  editor: Editor,
): Promise<Outcome> => {
  if (edits.length === 0) return { problems: [], rows: [] };
  try {
    const read = await store.write.transaction().execute((tx) => writeEdits(tx, region, edits, editor));
    const { byKind } = await readOfficeRows(store.write, region, [...new Set(read.map(({ kind }) => kind))]);
    return {
      problems: [],
      rows: read.flatMap(({ kind, id }) => {
        const row = byKind[kind].get(id);
        return row ? { id, ...row } : [];
      }),
    };
  } catch (error) {
    if (error instanceof Refused) return { problems: error.problems, rows: [] };
    throw error;
  }
};
