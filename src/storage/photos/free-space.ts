import type { Bytes, Millis } from '#domain/base/units.ts';
import { CacheDb } from '#storage/databases/cache-db.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { freeConfirmed } from './photos.ts';
import { isQuotaError } from '#storage/databases/quota.ts';

/** Deletes data that also exists on the server: confirmed photos and cached pictures. */
const reclaimSpace = async (db: MainDb, now: Millis): Promise<void> => {
  await freeConfirmed(db, now, true);
  const cache = new CacheDb(db.person);
  await cache.pictures
    .clear()
    .catch((error: unknown) => {
      // Without a fetched picture this database does not exist, and a full disk cannot create it.
      if (!isQuotaError(error)) throw error;
    })
    .finally(() => cache.close());
};

/** Writes; on a full disk, reclaims space and writes again. Throws the quota error when there is still no space. */
export const withSpace = async <T>(db: MainDb, now: Millis, write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (!isQuotaError(error)) throw error;
  }
  await reclaimSpace(db, now);
  return write();
};

/**
 * Space for the text of a few hundred reports, and for the amount that a browser accepts beyond its own limit before
 * it reports an error: Chromium counts the remaining space only every 30 s, in which a person takes about ten photos.
 */
const RESERVE: Bytes = 4 * 1024 * 1024;
const CHUNK: Bytes = 65_536;

/** Writes the reserve for text, as random bytes that no browser can compress. Throws when there is no space. */
export const reserveTextSpace = async (db: MainDb, random: (bytes: Bytes) => Uint8Array): Promise<void> => {
  if ((await db.meta.where('key').equals('reserve').count()) > 0) return;
  const value = new Uint8Array(RESERVE);
  for (let offset = 0; offset < RESERVE; offset += CHUNK) value.set(random(CHUNK), offset);
  await db.meta.put({ key: 'reserve', value: value.buffer });
};

/** Makes space for the records of a sync, the reserve included. */
export const reclaimSpaceToSend = async (db: MainDb, now: Millis): Promise<void> => {
  await db.meta.delete('reserve');
  await reclaimSpace(db, now);
};

/** A browser counts deleted bytes as used until it has removed their file, which takes longer on a busy phone. */
const WAITS_FOR_SPACE: readonly Millis[] = [100, 300, 900];

const writeOnceFreed = async <T>(write: () => Promise<T>, [wait, ...later] = WAITS_FOR_SPACE): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (!isQuotaError(error) || wait === undefined) throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, wait));
  return writeOnceFreed(write, later);
};

/** For text: like `withSpace`, and then also uses the reserve. Waits up to 1.3 s until the browser gives its space back. */
export const withTextSpace = async <T>(db: MainDb, now: Millis, write: () => Promise<T>): Promise<T> => {
  try {
    return await withSpace(db, now, write);
  } catch (error) {
    if (!isQuotaError(error)) throw error;
  }
  await db.meta.delete('reserve');
  return writeOnceFreed(write);
};
