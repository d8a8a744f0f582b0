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
/** As a manifest names it: the hashes prove what came over the wire. */
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

const never = new AbortController().signal;
/** Trimming reads every key, so not after each picture. */
const TRIM_EVERY = 50;

/** Own bytes first, then what was fetched before, then the server; what comes from there is kept for next time. */
export const createPictures = ({ db, cache, identity, transport, now }: PicturesDeps): LoadPicture => {
  let fetched = 0;

  /** A full disk is no reason not to show a picture. */
  const keep = async (key: string, data: ArrayBuffer): Promise<void> => {
    try {
      await cache.pictures.put({ key, data, usedAt: now() });
      if (fetched++ % TRIM_EVERY === 0) await trimPictures(cache);
    } catch (error) {
      if (!isQuotaError(error)) throw error;
    }
  };

  return async (photo, size, signal = never) => {
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
    // Pictures carry no marker: their hash tells them from a portal's page.
    if ((await sha256Hex(bytes)) !== expected) return err('hashMismatch');
    await keep(key, bytes);
    return ok(bytes);
  };
};
