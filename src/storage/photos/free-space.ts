import type { Bytes, Millis } from '#domain/base/units.ts';
import { CacheDb } from '#storage/databases/cache-db.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { freeConfirmed } from './photos.ts';
import { isQuotaError } from '#storage/databases/quota.ts';

/** Lets go of what nobody would lose: photos the server has confirmed, and pictures that can be fetched again. */
const reclaimSpace = async (db: MainDb, now: Millis): Promise<void> => {
  await freeConfirmed(db, now, true);
  const cache = new CacheDb(db.person);
  await cache.pictures
    .clear()
    .catch((error: unknown) => {
      // Who has fetched none yet has no such database, and a full disk makes none.
      if (!isQuotaError(error)) throw error;
    })
    .finally(() => cache.close());
};

/** Writes, on a full disk once more after making room. Throws the quota error when there is none even so. */
export const withSpace = async <T>(db: MainDb, now: Millis, write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (!isQuotaError(error)) throw error;
  }
  await reclaimSpace(db, now);
  return write();
};

/** Of a few hundred reports' words, and of what a browser lets be written beyond its own limit before it says so. */
const RESERVE: Bytes = 2 * 1024 * 1024;
const AT_ONCE: Bytes = 65_536;

/** Keeps space back for words, as bytes no browser can make smaller. Throws where there is none. */
export const reserveTextSpace = async (db: MainDb, random: (bytes: Bytes) => Uint8Array): Promise<void> => {
  if ((await db.meta.where('key').equals('reserve').count()) > 0) return;
  const value = new Uint8Array(RESERVE);
  for (let at = 0; at < RESERVE; at += AT_ONCE) value.set(random(AT_ONCE), at);
  await db.meta.put({ key: 'reserve', value: value.buffer });
};

/** For what a sync writes down. */
export const reclaimSpaceToSend = async (db: MainDb, now: Millis): Promise<void> => {
  await db.meta.delete('reserve');
  await reclaimSpace(db, now);
};

/** For words: like `withRoom`, and then the space kept back for them is given up. */
export const withTextSpace = async <T>(db: MainDb, now: Millis, write: () => Promise<T>): Promise<T> => {
  try {
    return await withSpace(db, now, write);
  } catch (error) {
    if (!isQuotaError(error)) throw error;
  }
  await db.meta.delete('reserve');
  return write();
};
