import type { Sha256 } from '#domain/base/units.ts';
import type { MainDb, OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import { isLost } from '#storage/photos/lost-photo.ts';
import { readWaiting } from '#storage/outbox/waiting.ts';

/**
 * Everything that waits on this phone, cached, so that one sent photo does not cause a read of all others.
 *
 * Promises: `read` reads the database again after `invalidate`. A lane applies its own changes with `change`, after
 * the database has them.
 * Assumes: `invalidate` follows every save, every wake and every unexpected answer. Between two calls of it a row may
 * be older than the database when another engine works too. A photo changes state only from the state before it, so an
 * old row costs a request, never a photo.
 */
export const createPendingCache = (db: MainDb) => {
  let isStale = true;
  let events: readonly OutboxRow[] = [];
  let photos = new Map<Sha256, PhotoRow>();
  let claimed = new Set<Sha256>();

  const read = async (): Promise<void> => {
    while (isStale) {
      isStale = false;
      const waiting = await readWaiting(db);
      const unanswered = new Set(waiting.events.flatMap((row) => (row.verdict === null ? row.eventId : [])));
      events = waiting.events;
      photos = new Map(waiting.photos.map((photo) => [photo.sha256, photo]));
      claimed = new Set(
        waiting.photos.flatMap((photo) =>
          photo.events.every((id) => unanswered.has(id)) ? [] : photo.sha256,
        ),
      );
    }
  };

  const photosWhere = (matches: (photo: PhotoRow) => boolean): PhotoRow[] =>
    [...photos.values()].filter(matches);

  return {
    read,
    invalidate: (): void => {
      isStale = true;
    },
    /** Whether `invalidate` was called since the last read. */
    isStale: (): boolean => isStale,
    change: (hashes: readonly Sha256[], change: Partial<PhotoRow>): void => {
      for (const sha256 of hashes) {
        const photo = photos.get(sha256);
        if (photo) photos.set(sha256, { ...photo, ...change });
      }
    },
    events: (): readonly OutboxRow[] => events,
    /** Newest report first; `photos` too. */
    thumbnails: () => photosWhere((photo) => photo.thumbnailState === 'waiting'),
    photos: () => photosWhere((photo) => photo.state === 'waiting' && !isLost(photo)),
    /**
     * Whether the server has answered an event that names the photo, with any verdict. Before that, the server has no
     * claim to it.
     */
    isClaimed: ({ sha256 }: PhotoRow): boolean => claimed.has(sha256),
    unconfirmed: () => photosWhere((photo) => photo.state === 'stored'),
  };
};

export type PendingCache = ReturnType<typeof createPendingCache>;
