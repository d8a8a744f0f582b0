import type { MainDb, OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import { unsentEvents } from './outbox.ts';

/** What has not arrived completely. */
export type Waiting = {
  /** Without a verdict or offered again; oldest first, because the order within a subject is the order of saving. */
  readonly events: readonly OutboxRow[];
  /** Photos to upload, photos whose thumbnail must be sent, and photos to confirm; newest report first. */
  readonly photos: readonly PhotoRow[];
};

/** Uses indexes, so rows that have arrived cost nothing. */
export const readWaiting = (db: MainDb): Promise<Waiting> =>
  db.transaction('r', db.outbox, db.photos, async () => {
    const [events, unconfirmed, withoutThumbnail] = await Promise.all([
      unsentEvents(db),
      db.photos.where('state').anyOf('waiting', 'stored').toArray(),
      db.photos.where('thumbnailState').equals('waiting').toArray(),
    ]);
    const photosByHash = new Map([...unconfirmed, ...withoutThumbnail].map((photo) => [photo.sha256, photo]));
    return { events, photos: [...photosByHash.values()].sort((a, b) => b.order - a.order) };
  });
