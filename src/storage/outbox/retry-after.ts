/**
 * The end of the server's Retry-After. Stored here so that every page, also one opened later, the service worker and
 * every comparison read it.
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
