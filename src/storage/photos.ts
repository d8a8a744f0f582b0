/**
 * The way of a photo: waiting → stored → confirmed → freed.
 *
 * Promises: a step is taken only from the step before it, so that two engines at work at once never set a photo
 * back; only `confirmed` lets go of bytes, and only a receipt confirms.
 * Assumes: thumbnails are small and stay on the phone as long as the event does.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';
import { sha256Hex } from './device-key.ts';
import { isQuotaError } from './quota.ts';
import type { MainDb, PhotoRow, PhotoState } from './main-db.ts';
import { isLost } from './waiting-photos.ts';

const DAY: Millis = 24 * 60 * 60 * 1000;
/** A confirmed photo stays this long unless space runs short. */
export const KEEP_CONFIRMED: Millis = 7 * DAY;

export const readBytes = async (db: MainDb, sha256: Sha256): Promise<ArrayBuffer | null> =>
  (await db.photoBytes.get(sha256))?.data ?? null;

/** The server has answered for them, but no later request has confirmed it yet. */
export const unconfirmedPhotos = (db: MainDb): Promise<PhotoRow[]> =>
  db.photos.where('state').equals('stored').sortBy('order');

const step = async (
  db: MainDb,
  sha256: Sha256,
  from: PhotoState,
  change: (photo: PhotoRow) => Partial<PhotoRow>,
): Promise<void> => {
  await db.photos
    .where('sha256')
    .equals(sha256)
    .and((photo) => photo.state === from)
    .modify((photo) => {
      Object.assign(photo, change(photo));
    });
};

export const markThumbnails = async (
  db: MainDb,
  photos: readonly Sha256[],
  thumbnailState: 'stored' | 'missing',
): Promise<void> => {
  await db.photos.where('sha256').anyOf(photos).modify({ thumbnailState });
};

/** Written before the first byte leaves: after a kill the next run asks where to go on. */
export const markPhotoTried = (db: MainDb, sha256: Sha256): Promise<void> =>
  step(db, sha256, 'waiting', ({ tries }) => ({ tries: tries + 1 }));

/** The server said how much of it it holds. */
export const markPhotoSent = (db: MainDb, sha256: Sha256, sent: Bytes): Promise<void> =>
  step(db, sha256, 'waiting', () => ({ sent }));

export const markPhotoStored = (db: MainDb, sha256: Sha256): Promise<void> =>
  step(db, sha256, 'waiting', ({ bytes }) => ({ state: 'stored', sent: bytes, lastError: null }));

export const markPhotoFailed = (db: MainDb, sha256: Sha256, lastError: ErrorCode): Promise<void> =>
  step(db, sha256, 'waiting', () => ({ lastError }));

/** The later, separate request said it is durable: from now on this phone may let go of the bytes. */
export const confirmPhoto = (db: MainDb, sha256: Sha256, receipt: string, now: Millis): Promise<void> =>
  step(db, sha256, 'stored', () => ({ state: 'confirmed', receipt, confirmedAt: now, lastError: null }));

/** The server does not hold what it once said it did (a restored backup): send it and its thumbnail again. */
export const sendPhotoAgain = (db: MainDb, sha256: Sha256): Promise<void> =>
  step(db, sha256, 'stored', () => ({
    state: 'waiting',
    thumbnailState: 'waiting',
    sent: 0,
    receipt: null,
    confirmedAt: null,
  }));

/** Photos that are said to be on the server, and those lost, which it may hold after all. */
export const settledPhotos = async (db: MainDb): Promise<PhotoRow[]> =>
  (await db.photos.orderBy('order').toArray()).filter((photo) => photo.state !== 'waiting' || isLost(photo));

/**
 * The server, asked anew, does not hold it: sent again with its thumbnail where its bytes are still whole here;
 * where they are not it is lost, and shown so. Gives whether they are.
 */
export const reopenPhoto = async (db: MainDb, sha256: Sha256): Promise<boolean> => {
  const data = await readBytes(db, sha256);
  const isHere = data !== null && (await sha256Hex(data)) === sha256;
  await db.photos.update(sha256, {
    state: 'waiting',
    thumbnailState: 'waiting',
    sent: 0,
    receipt: null,
    confirmedAt: null,
    lastError: isHere ? null : 'photoMissing',
  });
  return isHere;
};

/** The server holds, with a receipt, what this phone took for lost. */
export const markPhotoFound = (db: MainDb, sha256: Sha256, receipt: string, now: Millis): Promise<void> =>
  step(db, sha256, 'waiting', ({ bytes }) => ({
    state: 'confirmed',
    sent: bytes,
    receipt,
    confirmedAt: now,
    lastError: null,
  }));

/** Asks the server once more about every photo whose bytes are still here. */
export const confirmPhotosAgain = async (db: MainDb): Promise<void> => {
  await db.photos.where('state').equals('confirmed').modify({ state: 'stored' });
};

/**
 * Frees the bytes of confirmed photos, oldest first; thumbnails stay. Under pressure the seven days do not count.
 * Returns how many bytes were freed. They go in a transaction that only deletes: a full disk lets no other end. One that
 * lets nothing be written even then has the photos marked at the next tidying.
 */
export const freeConfirmed = async (db: MainDb, now: Millis, pressure: boolean): Promise<Bytes> => {
  const free = await db.transaction('rw', db.photos, db.photoBytes, db.drafts, async () => {
    const confirmed = await db.photos.where('state').equals('confirmed').sortBy('order');
    const drafted = new Set((await db.drafts.toArray()).flatMap((it) => it.photos.map((p) => p.sha256)));
    const found = confirmed.filter(
      ({ sha256, confirmedAt }) =>
        !drafted.has(sha256) && (pressure || (confirmedAt ?? now) + KEEP_CONFIRMED <= now),
    );
    await db.photoBytes.bulkDelete(found.map((photo) => photo.sha256));
    return found;
  });
  await db.photos
    .where('sha256')
    .anyOf(free.map((photo) => photo.sha256))
    .and((photo) => photo.state === 'confirmed')
    .modify({ state: 'freed' })
    .catch((error: unknown) => {
      if (!isQuotaError(error)) throw error;
    });
  return free.reduce((sum, photo) => sum + photo.bytes, 0);
};
