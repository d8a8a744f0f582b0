import type { Sha256 } from '#domain/base/units.ts';
import type { MainDb, OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import { isLost } from '#storage/photos/lost-photo.ts';
import { readWaiting } from '#storage/outbox/waiting.ts';

/**
 * What waits on this phone, read once and kept: a photo sent must not cost a reading of all the others.
 *
 * Promises: `read` reads again what `renew` called old. What a lane did itself it says by `change`, once the database
 * has it.
 * Assumes: what is saved, woken or answered otherwise than expected is followed by `renew`. Between two of them a row
 * may be behind the database, where another engine is at work too: a step is taken only from the step before it, so
 * that this costs a request, never a photo.
 */
export const createPendingCache = (db: MainDb) => {
  let isOld = true;
  let events: readonly OutboxRow[] = [];
  let photos = new Map<Sha256, PhotoRow>();
  let claimed = new Set<Sha256>();

  const read = async (): Promise<void> => {
    while (isOld) {
      isOld = false;
      const waiting = await readWaiting(db);
      const unanswered = new Set(waiting.events.flatMap((row) => (row.verdict === null ? row.eventId : [])));
      events = waiting.events;
      photos = new Map(waiting.photos.map((photo) => [photo.sha256, photo]));
      claimed = new Set(
        waiting.photos.flatMap((it) => (it.events.every((id) => unanswered.has(id)) ? [] : it.sha256)),
      );
    }
  };

  const those = (is: (photo: PhotoRow) => boolean): PhotoRow[] => [...photos.values()].filter(is);

  return {
    read,
    invalidate: (): void => {
      isOld = true;
    },
    change: (hashes: readonly Sha256[], change: Partial<PhotoRow>): void => {
      for (const sha256 of hashes) {
        const photo = photos.get(sha256);
        if (photo) photos.set(sha256, { ...photo, ...change });
      }
    },
    events: (): readonly OutboxRow[] => events,
    /** Newest report first, as photos too. */
    thumbnails: () => those((it) => it.thumbnailState === 'waiting'),
    photos: () => those((it) => it.state === 'waiting' && !isLost(it)),
    /** Has the server answered an event that names it, whatever the verdict: before, it knows no claim to it. */
    isClaimed: ({ sha256 }: PhotoRow): boolean => claimed.has(sha256),
    unconfirmed: () => those((it) => it.state === 'stored'),
  };
};

export type PendingCache = ReturnType<typeof createPendingCache>;
