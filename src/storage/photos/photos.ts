/**
 * The states of a photo: waiting → stored → confirmed → freed.
 *
 * Promises: a photo enters a state only from the state before it, so two engines at once never set a photo back. Only
 * confirmed photos are freed, and only a receipt confirms.
 * Assumes: thumbnails are small and stay on the phone as long as the event does.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import { DAY, type Bytes, type Millis, type Sha256 } from '#domain/base/units.ts';
import { changeRows } from '#storage/databases/change-rows.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import type { MainDb, PhotoRow, PhotoState } from '#storage/databases/main-db.ts';
import { isLost } from './lost-photo.ts';

/** A confirmed photo is kept this long, unless space is short. */
export const KEEP_CONFIRMED: Millis = 7 * DAY;

export const readBytes = async (db: MainDb, sha256: Sha256): Promise<ArrayBuffer | null> =>
  (await db.photoBytes.get(sha256))?.data ?? null;

/** Pictures by their hashes, in the same order. */
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
 * Records the start of a try before the first byte is sent, so that after a crash the next run asks for the upload
 * offset. Returns the bytes and the photo as it was before, or null when it cannot be sent now.
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

/** Takes back the try that `takePhoto` recorded: no byte was sent. */
export const markPhotoUntried = (db: MainDb, sha256: Sha256): Promise<void> =>
  step(db, sha256, 'waiting', ({ tries }) => ({ tries: tries - 1 }));

/** The server returned how many bytes it has. */
export const markPhotoSent = (db: MainDb, sha256: Sha256, sent: Bytes): Promise<void> =>
  step(db, sha256, 'waiting', () => ({ sent }));

export const markPhotoStored = (db: MainDb, sha256: Sha256): Promise<void> =>
  step(db, sha256, 'waiting', ({ bytes }) => ({ state: 'stored', sent: bytes, lastError: null }));

export const markPhotoFailed = (db: MainDb, sha256: Sha256, lastError: ErrorCode): Promise<void> =>
  step(db, sha256, 'waiting', () => ({ lastError }));

/** The server does not have the photo: it is sent again, with its thumbnail. */
const unsent = {
  state: 'waiting',
  thumbnailState: 'waiting',
  sent: 0,
  receipt: null,
  confirmedAt: null,
} satisfies Partial<PhotoRow>;

/**
 * Records the answer of `have`, by hash. With a receipt the photo is durable on the server, and this phone may free
 * its bytes. Null means that the server does not have it, whatever it answered before (it may be restored from a
 * backup).
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

/** For a comparison with the server: photos that it should have, and lost photos, which it may have. */
export const photosToCompare = async (db: MainDb): Promise<PhotoRow[]> =>
  (await db.photos.orderBy('order').toArray()).filter((photo) => photo.state !== 'waiting' || isLost(photo));

/**
 * Called when the server answered that it does not have the photo. With intact bytes on this phone, photo and
 * thumbnail are sent again; otherwise the photo is marked as lost. Returns whether the bytes are intact.
 */
export const reopenPhoto = async (db: MainDb, sha256: Sha256): Promise<boolean> => {
  // Before the bytes are read: an unconfirmed photo cannot be freed in between.
  await db.photos.update(sha256, { ...unsent, lastError: null });
  const data = await readBytes(db, sha256);
  const isHere = data !== null && (await sha256Hex(data)) === sha256;
  if (!isHere) await markPhotoFailed(db, sha256, 'photoMissing');
  return isHere;
};

/** The server has, with a receipt, a photo that this phone regarded as lost. */
export const markPhotoFound = (db: MainDb, sha256: Sha256, receipt: string, now: Millis): Promise<void> =>
  step(db, sha256, 'waiting', ({ bytes }) => ({
    state: 'confirmed',
    sent: bytes,
    receipt,
    confirmedAt: now,
    lastError: null,
  }));

/** Times of this phone's clock, which may have been set since. */
export type TimeSpan = { readonly from: Millis; readonly to: Millis };
const isWithin = (at: Millis | null, { from, to }: TimeSpan): boolean =>
  at !== null && at >= from && at <= to;

/**
 * Asks the server about these photos, or all, once more, with their receipts: it was restored, or a pull shows that
 * photos are missing. Until it answers, none of them is shown as complete. Photos confirmed within `except` are left
 * out.
 */
export const confirmPhotosAgain = async (
  db: MainDb,
  hashes: readonly Sha256[] | 'all',
  except: TimeSpan = { from: 0, to: 0 },
): Promise<void> => {
  const selected = hashes === 'all' ? await db.photos.toCollection().primaryKeys() : hashes;
  await changeRows(db.photos, selected, (photo): Partial<PhotoRow> | null => {
    const isConfirmed = photo.state === 'confirmed' || photo.state === 'freed';
    return isConfirmed && !isWithin(photo.confirmedAt, except) ? { state: 'stored' } : null;
  });
};

/**
 * Thumbnails are sent before their photos, so a server that was restored in between may have neither. For photos
 * without a receipt, no other request asks about the thumbnail.
 */
export const sendThumbnailsAgain = async (db: MainDb, hashes: readonly Sha256[] | 'all'): Promise<void> => {
  const selected = hashes === 'all' ? await db.photos.toCollection().primaryKeys() : hashes;
  await changeRows(db.photos, selected, ({ receipt, thumbnailState }): Partial<PhotoRow> | null =>
    receipt === null && thumbnailState === 'stored' ? { thumbnailState: 'waiting' } : null,
  );
};

/** The server lost the thumbnail but has the photo. */
export const sendThumbnailAgain = async (db: MainDb, sha256: Sha256): Promise<void> => {
  await db.photos.update(sha256, { thumbnailState: 'waiting' });
};

/**
 * Frees the bytes of confirmed photos, oldest first; thumbnails stay. Under pressure the seven days do not count.
 * Returns how many bytes were freed.
 *
 * Deletes in a delete-only transaction, the only kind that commits on a full disk. If the state update then fails for
 * lack of space, the next tidy-up repeats it.
 */
export const freeConfirmed = async (db: MainDb, now: Millis, pressure: boolean): Promise<Bytes> => {
  const free = await db.transaction('rw', db.photos, db.photoBytes, db.drafts, async () => {
    const confirmed = await db.photos.where('state').equals('confirmed').sortBy('order');
    const drafted = new Set((await db.drafts.toArray()).flatMap(({ photos }) => photos.map((p) => p.sha256)));
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
