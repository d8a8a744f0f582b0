import type { PhotoRow } from '#storage/databases/main-db.ts';

/** The bytes on this phone are missing or damaged: the photo cannot be sent. The person sees it. */
export const isLost = (photo: Pick<PhotoRow, 'state' | 'lastError'>): boolean =>
  photo.state === 'waiting' && photo.lastError === 'photoMissing';
