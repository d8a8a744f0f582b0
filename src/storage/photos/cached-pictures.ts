import type { Sha256 } from '#domain/base/units.ts';
import type { CacheDb } from '#storage/databases/cache-db.ts';

export const pictureKey = (sha256: Sha256, size: 'thumbnail' | 'full'): string =>
  size === 'full' ? sha256 : `thumb:${sha256}`;

const KEPT_THUMBNAILS = 2000;
const KEPT_PHOTOS = 300;

/** Keeps this many pictures of each size and deletes the least recently used. Reads keys only, never pictures. */
export const trimPictures = async (db: CacheDb): Promise<void> => {
  const keys = await db.pictures.orderBy('usedAt').reverse().primaryKeys();
  const thumbnails = keys.filter((key) => key.startsWith('thumb:'));
  const photos = keys.filter((key) => !key.startsWith('thumb:'));
  const surplus = [...thumbnails.slice(KEPT_THUMBNAILS), ...photos.slice(KEPT_PHOTOS)];
  if (surplus.length > 0) await db.pictures.bulkDelete(surplus);
};
