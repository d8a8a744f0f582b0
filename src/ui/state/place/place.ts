import type { Accessor } from 'solid-js';
import type { Place } from '#domain/place/place.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { placeById } from '#storage/subjects/place.ts';
import { createLiveQuery } from '#ui/state/reactive/live-query.ts';

/** A place of this phone, without a link. Undefined until it is read; null if the phone does not have it. */
export const createPlace = (db: MainDb, id: () => string): Accessor<Place | null | undefined> =>
  createLiveQuery(() => {
    const wanted = id();
    return () => placeById(db, wanted);
  });
