import type { PhotoRow } from '#storage/databases/main-db.ts';

/** Its bytes are no longer whole on this phone: it cannot be sent, and the person is told. */
export const isLost = (photo: Pick<PhotoRow, 'state' | 'lastError'>): boolean =>
  photo.state === 'waiting' && photo.lastError === 'photoMissing';
