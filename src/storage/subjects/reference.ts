import { Dexie } from 'dexie';
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import type { ReferenceKind, ReferenceValue } from '#domain/reference/reference.ts';
import type { Person } from '#domain/people/person.ts';

export const rowsOf = (db: MainDb, kind: ReferenceKind) =>
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
