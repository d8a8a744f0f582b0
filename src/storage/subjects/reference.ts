import { Dexie } from 'dexie';
import type { HazardCode, HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { Catalogue } from '#domain/ledger/fold.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import type { ReferenceKind } from '#domain/protocol/pull.ts';
import type { ReferenceValue } from '#domain/protocol/reference.ts';
import type { Person } from '#domain/protocol/session.ts';
import type { MainDb } from '#storage/databases/main-db.ts';

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

/** Codes of every kind that was ever in the catalogue: reports are judged by them, as on the server. */
export const hazardCodes = async (db: MainDb): Promise<readonly HazardCode[]> => {
  const pulled = await rowsOf(db, 'hazardKind').primaryKeys();
  return pulled.length > 0 ? pulled.map(([, code]) => code) : (await hazardKinds(db)).map(({ code }) => code);
};

export const readCatalogue = async (db: MainDb): Promise<Catalogue> => {
  const codes = new Set<string>(await hazardCodes(db));
  return { hazardExists: (code) => codes.has(code) };
};
