import type { Place } from '#domain/place/place.ts';
import type { MainDb } from '#storage/databases/main-db.ts';

/** One place, also a retired one. Null if this phone does not have it. */
export const placeById = async (db: MainDb, id: string): Promise<Place | null> => {
  const row = await db.reference.where('[kind+id]').equals(['place', id]).first();
  return row?.isReadable ? (row.value as Place) : null;
};
