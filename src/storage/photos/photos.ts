/**
 * The way of a photo: waiting → stored → confirmed → freed.
 *
 * Promises: a step is taken only from the step before it, so that two engines at work at once never set a photo
 * back; only `confirmed` lets go of bytes, and only a receipt confirms.
 * Assumes: thumbnails are small and stay on the phone as long as the event does.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';
import { changeRows } from '#storage/databases/change-rows.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import type { MainDb, PhotoRow, PhotoState } from '#storage/databases/main-db.ts';
import { isLost } from './lost-photo.ts';

const DAY: Millis = 24 * 60 * 60 * 1000;
/** A confirmed photo stays this long unless space runs short. */
export const KEEP_CONFIRMED: Millis = 7 * DAY;

export const readBytes = async (db: MainDb, sha256: Sha256): Promise<ArrayBuffer | null> =>
  (await db.photoBytes.get(sha256))?.data ?? null;

/** Pictures by their hashes, in this order. */
export const readPictures = async (db: MainDb, hashes: readonly Sha256[]): Promise<(ArrayBuffer | null)[]> =>
  (await db.photoBytes.bulkGet([...hashes])).map((row) => row?.data ?? null);

const step = async (
  db: MainDb,
  sha256: Sha256,
  from: PhotoState,
  change: (photo: PhotoRow) => Partial<PhotoRow>,
): Promise<void> => {
  await changeRows(db.photos, [sha256], (photo) => (photo.state === from ? change(photo) : null));
};

export const markThumbnails = async (
  db: MainDb,
  photos: readonly Sha256[],
  thumbnailState: 'stored' | 'missing',
): Promise<void> => {
  await changeRows(db.photos, photos, () => ({ thumbnailState }));
};

/**
 * A try begins, before the first byte leaves: after a kill the next run asks where to go on. Gives the photo as it was
 * before and its bytes, or null where nothing of it can be sent now.
 */
export const takePhoto = (
  db: MainDb,
  sha256: Sha256,
): Promise<{ readonly photo: PhotoRow; readonly data: ArrayBuffer } | null> =>
  db.transaction('rw', db.photos, db.photoBytes, async () => {
    const [photo, data] = await Promise.all([db.photos.get(sha256), readBytes(db, sha256)]);
    if (photo?.state !== 'waiting' || isLost(photo)) return null;
    await db.photos.put(
      data ? { ...photo, tries: photo.tries + 1 } : { ...photo, lastError: 'photoMissing' },
    );
    return data && { photo, data };
  });

/** The try that `takePhoto` began never left this phone. */
export const markPhotoUntried = (db: MainDb, sha256: Sha256): Promise<void> =>
  step(db, sha256, 'waiting', ({ tries }) => ({ tries: tries - 1 }));

/** The server said how much of it it holds. */
export const markPhotoSent = (db: MainDb, sha256: Sha256, sent: Bytes): Promise<void> =>
  step(db, sha256, 'waiting', () => ({ sent }));

export const markPhotoStored = (db: MainDb, sha256: Sha256): Promise<void> =>
  step(db, sha256, 'waiting', ({ bytes }) => ({ state: 'stored', sent: bytes, lastError: null }));

export const markPhotoFailed = (db: MainDb, sha256: Sha256, lastError: ErrorCode): Promise<void> =>
  step(db, sha256, 'waiting', () => ({ lastError }));

/** The server does not hold it after all: it is sent again, and its thumbnail with it. */
const unsent = {
  state: 'waiting',
  thumbnailState: 'waiting',
  sent: 0,
  receipt: null,
  confirmedAt: null,
} satisfies Partial<PhotoRow>;

/**
 * What the later, separate request said, by hash. With a receipt it is durable, and from now on this phone may let go
 * of the bytes; null is what the server does not hold, whatever it once said (a restored backup).
 */
export const recordReceipts = async (
  db: MainDb,
  receipts: ReadonlyMap<Sha256, string | null>,
  now: Millis,
): Promise<void> => {
  await changeRows(db.photos, [...receipts.keys()], (photo): Partial<PhotoRow> | null => {
    if (photo.state !== 'stored') return null;
    const receipt = receipts.get(photo.sha256);
    return receipt ? { state: 'confirmed', receipt, confirmedAt: now, lastError: null } : unsent;
  });
};

/** Photos that are said to be on the server, and those lost, which it may hold after all. */
export const photoChange = async (db: MainDb): Promise<PhotoRow[]> =>
  (await db.photos.orderBy('order').toArray()).filter((photo) => photo.state !== 'waiting' || isLost(photo));

/**
 * The server, asked anew, does not hold it: sent again with its thumbnail where its bytes are still whole here;
 * where they are not it is lost, and shown so. Gives whether they are.
 */
export const reopenPhoto = async (db: MainDb, sha256: Sha256): Promise<boolean> => {
  // Before its bytes are looked at: of a photo that is confirmed no more nothing is freed.
  await db.photos.update(sha256, { ...unsent, lastError: null });
  const data = await readBytes(db, sha256);
  const isHere = data !== null && (await sha256Hex(data)) === sha256;
  if (!isHere) await markPhotoFailed(db, sha256, 'photoMissing');
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

/** As this phone's clock showed it, which may have been set since. */
export type TimeSpan = { readonly from: Millis; readonly to: Millis };
const isWithin = (at: Millis | null, { from, to }: TimeSpan): boolean =>
  at !== null && at >= from && at <= to;

/**
 * Asks the server once more about these photos, or all, with the receipts it gave: it was restored, or says itself that
 * they are not whole. Until it has answered none of them is shown as complete. Those confirmed in the span are left.
 */
export const confirmPhotosAgain = async (
  db: MainDb,
  hashes: readonly Sha256[] | 'all',
  except: TimeSpan = { from: 0, to: 0 },
): Promise<void> => {
  const those = hashes === 'all' ? await db.photos.toCollection().primaryKeys() : hashes;
  await changeRows(db.photos, those, (photo): Partial<PhotoRow> | null => {
    const isConfirmed = photo.state === 'confirmed' || photo.state === 'freed';
    return isConfirmed && !isWithin(photo.confirmedAt, except) ? { state: 'stored' } : null;
  });
};

/**
 * Thumbnails go before their photos, and a server that was restored in between has neither: of photos that have no
 * receipt yet nothing else asks about them.
 */
export const sendThumbnailsAgain = async (db: MainDb, hashes: readonly Sha256[] | 'all'): Promise<void> => {
  const those = hashes === 'all' ? await db.photos.toCollection().primaryKeys() : hashes;
  await changeRows(db.photos, those, ({ receipt, thumbnailState }): Partial<PhotoRow> | null =>
    receipt === null && thumbnailState === 'stored' ? { thumbnailState: 'waiting' } : null,
  );
};

/** The server has lost a photo's thumbnail and not the photo. */
export const sendThumbnailAgain = async (db: MainDb, sha256: Sha256): Promise<void> => {
  await db.photos.update(sha256, { thumbnailState: 'waiting' });
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
