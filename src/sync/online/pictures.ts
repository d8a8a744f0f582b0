import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { CacheDb } from '#storage/databases/cache-db.ts';
import { pictureKey, trimPictures } from '#storage/photos/cached-pictures.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { readBytes } from '#storage/photos/photos.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import { createCall, type CallFailure, type Identity } from '#sync/transport/call.ts';
import type { Transport } from '#sync/transport/transport.ts';

export type PictureSize = 'thumbnail' | 'full';
/** A photo as a manifest names it. The hashes verify the received bytes. */
export type PictureName = Pick<ManifestPhoto, 'sha256'> & { readonly thumbnail: { readonly sha256: Sha256 } };

export type LoadPicture = (
  photo: PictureName,
  size: PictureSize,
  signal?: AbortSignal,
) => Promise<Result<ArrayBuffer, CallFailure['error']>>;

export type PicturesDeps = {
  readonly db: MainDb;
  readonly cache: CacheDb;
  readonly identity: Identity;
  readonly transport: Transport;
  readonly now: () => Millis;
};

const neverAborted = new AbortController().signal;
/** Trimming reads every key, so it does not run after each picture. */
const TRIM_EVERY = 50;

/**
 * Returns a picture from the photos of this phone, else from the cache, else from the server. A picture from the
 * server is cached.
 */
export const createPictures = ({ db, cache, identity, transport, now }: PicturesDeps): LoadPicture => {
  let fetched = 0;

  /** On a full disk the picture is shown without being cached. */
  const saveToCache = async (key: string, data: ArrayBuffer): Promise<void> => {
    try {
      await cache.pictures.put({ key, data, usedAt: now() });
      if (fetched++ % TRIM_EVERY === 0) await trimPictures(cache);
    } catch (error) {
      if (!isQuotaError(error)) throw error;
    }
  };

  return async (photo, size, signal = neverAborted) => {
    const expected = size === 'full' ? photo.sha256 : photo.thumbnail.sha256;
    const own = await readBytes(db, expected);
    if (own) return ok(own);
    const key = pictureKey(photo.sha256, size);
    const cached = await cache.pictures.get(key);
    if (cached) {
      await cache.pictures.update(key, { usedAt: now() });
      return ok(cached.data);
    }
    const call = createCall({ transport, identity, now, signal });
    const path = `/api/photos/${photo.sha256}${size === 'full' ? '' : '/thumbnail'}`;
    const answered = await call.exchange({ method: 'GET', path });
    if (!answered.ok) return err(answered.error.error);
    const { bytes } = answered.value;
    // Pictures carry no marker. The hash distinguishes them from a captive portal's page.
    if ((await sha256Hex(bytes)) !== expected) return err('hashMismatch');
    await saveToCache(key, bytes);
    return ok(bytes);
  };
};
