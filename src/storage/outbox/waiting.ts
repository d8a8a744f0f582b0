import type { MainDb, OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import { unsentEvents } from './outbox.ts';

/** What has not wholly arrived. */
export type Waiting = {
  /** Without a verdict, or offered anew; oldest first: order within a subject is order of saving. */
  readonly events: readonly OutboxRow[];
  /** To be sent, with or without their thumbnail, or to be confirmed; newest report first. */
  readonly photos: readonly PhotoRow[];
};

/** Read by index, however much lies here that has arrived. */
export const readWaiting = (db: MainDb): Promise<Waiting> =>
  db.transaction('r', db.outbox, db.photos, async () => {
    const [events, open, bare] = await Promise.all([
      unsentEvents(db),
      db.photos.where('state').anyOf('waiting', 'stored').toArray(),
      db.photos.where('thumbnailState').equals('waiting').toArray(),
    ]);
    const photosByHash = new Map([...open, ...bare].map((photo) => [photo.sha256, photo]));
    return { events, photos: [...photosByHash.values()].sort((a, b) => b.order - a.order) };
  });
