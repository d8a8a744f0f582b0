/**
 * Until when the server asked this phone to stay away: kept here, so that every page, the service worker and whoever
 * asks on demand know of it, also those opened since.
 */
import type { Millis } from '#domain/base/units.ts';
import type { MainDb } from '#storage/databases/main-db.ts';

export const readRetryAfter = async (db: MainDb): Promise<Millis> => {
  const row = await db.meta.get('heldUntil');
  return row?.key === 'heldUntil' ? row.value : 0;
};

export const storeRetryAfter = async (db: MainDb, until: Millis): Promise<void> => {
  await db.meta.put({ key: 'heldUntil', value: until });
};
