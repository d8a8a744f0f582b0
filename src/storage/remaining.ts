import type { Bytes } from '#domain/base/units.ts';
import type { MainDb } from './main-db.ts';
import { isLost, waitingThumbnails } from './waiting-photos.ts';

/** What has still to travel, in pieces and bytes. */
export type Remaining = {
  readonly events: number;
  readonly thumbnails: number;
  readonly thumbnailBytes: Bytes;
  readonly photos: number;
  readonly photoBytes: Bytes;
  /** Of photos this phone has lost: they do not travel, and have not arrived. */
  readonly lostBytes: Bytes;
};

/** Events without a verdict. */
export const countUnsent = (db: MainDb): Promise<number> => db.outbox.where('unsent').equals(1).count();

export const remaining = (db: MainDb): Promise<Remaining> =>
  db.transaction('r', db.outbox, db.photos, async () => {
    const [events, thumbnails, waiting] = await Promise.all([
      countUnsent(db),
      waitingThumbnails(db),
      db.photos.where('state').equals('waiting').toArray(),
    ]);
    const photos = waiting.filter((photo) => !isLost(photo));
    return {
      events,
      thumbnails: thumbnails.length,
      thumbnailBytes: thumbnails.reduce((sum, photo) => sum + photo.thumbnailBytes, 0),
      photos: photos.length,
      photoBytes: photos.reduce((sum, photo) => sum + Math.max(0, photo.bytes - photo.sent), 0),
      lostBytes: waiting.filter(isLost).reduce((sum, photo) => sum + photo.bytes, 0),
    };
  });

export const isNothing = (left: Remaining): boolean => left.events + left.thumbnails + left.photos === 0;
