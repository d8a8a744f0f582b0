import type { ReferenceValue } from '#domain/reference/reference.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import { kindsRead } from '#domain/subjects.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { hazardKinds, rowsOf } from './reference.ts';

/**
 * The reference data of the last pull, for judging own events. Null for an id that the office removed. Not for use
 * inside a transaction.
 */
export const readReferenceView = async (db: MainDb): Promise<ReferenceView> => {
  const values = new Map<string, ReadonlyMap<string, unknown>>();
  for (const kind of kindsRead) {
    const rows = await rowsOf(db, kind).toArray();
    values.set(kind, new Map(rows.map(({ id, value, isReadable }) => [id, isReadable ? value : null])));
  }
  if (values.get('hazardKind')?.size === 0)
    values.set('hazardKind', new Map((await hazardKinds(db)).map((kind) => [kind.code, kind])));
  return {
    get: (kind, id) => values.get(kind)?.get(id) as ReferenceValue<typeof kind> | null | undefined,
  };
};

/** The ids of all rows that a judgement may read. */
export const knownIds = async (db: MainDb): Promise<readonly string[]> => {
  const keys = await Promise.all(kindsRead.map((kind) => rowsOf(db, kind).primaryKeys()));
  return keys.flat().map(([kind, id]) => `${kind} ${id}`);
};
