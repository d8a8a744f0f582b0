import type { MainDb, PhotoRow } from './main-db.ts';

/** Its bytes are no longer whole on this phone: it cannot be sent, and the person is told. */
export const isLost = (photo: Pick<PhotoRow, 'state' | 'lastError'>): boolean =>
  photo.state === 'waiting' && photo.lastError === 'photoMissing';

/** Thumbnails the server does not hold yet, newest report first. */
export const waitingThumbnails = async (db: MainDb): Promise<PhotoRow[]> =>
  (await db.photos.where('thumbnailState').equals('waiting').sortBy('order')).reverse();

/** Photos the server does not hold yet, newest report first; lost ones are not among them. */
export const waitingPhotos = async (db: MainDb): Promise<PhotoRow[]> =>
  (await db.photos.where('state').equals('waiting').sortBy('order'))
    .filter((photo) => !isLost(photo))
    .reverse();
