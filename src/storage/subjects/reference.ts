import { Dexie } from 'dexie';
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { kindsRead } from '#domain/subjects.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import type { ReferenceKind, ReferenceValue } from '#domain/reference/reference.ts';
import type { Person } from '#domain/people/person.ts';

const rowsOf = (db: MainDb, kind: ReferenceKind) =>
  db.reference.where('[kind+id]').between([kind, Dexie.minKey], [kind, Dexie.maxKey]);

/** Leaves out rows that this version cannot read and rows that were removed; neither is an error. */
const readAll = async <K extends ReferenceKind>(db: MainDb, kind: K): Promise<ReferenceValue<K>[]> => {
  const rows = await rowsOf(db, kind).toArray();
  return rows.flatMap(({ value, isReadable }) => (isReadable ? [value as ReferenceValue<K>] : []));
};

/** The pulled catalogue, or the shipped one until the first pull. Not for use inside a transaction. */
export const hazardKinds = async (db: MainDb): Promise<readonly HazardKind[]> => {
  const pulled = await readAll(db, 'hazardKind');
  if (pulled.length > 0) return pulled;
  return (await import('#domain/catalogue/shipped-hazard-kinds.ts')).shippedHazardKinds;
};

export const grids = (db: MainDb): Promise<Grid[]> => readAll(db, 'grid');
export const places = (db: MainDb): Promise<Place[]> => readAll(db, 'place');
export const people = (db: MainDb): Promise<Person[]> => readAll(db, 'person');

/**
 * What the office's data said when it was pulled last, for judging own events. An id that the office removed is still known.
 * Not for use inside a transaction.
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

/** The ids that a judgement may ask for. */
export const knownIds = async (db: MainDb): Promise<readonly string[]> => {
  const keys = await Promise.all(kindsRead.map((kind) => rowsOf(db, kind).primaryKeys()));
  return keys.flat().map(([kind, id]) => `${kind} ${id}`);
};

/** For a phone that has no event to judge: nothing was ever entered. */
export const emptyReferenceView: ReferenceView = { get: () => undefined };
