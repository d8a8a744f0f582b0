import type { MainDb, OutboxRow } from '#storage/databases/main-db.ts';
import { dropUnusedBytes } from './drafts.ts';

/**
 * Removes an event from the photos that it names. A photo that no other event names is deleted, with its bytes unless a
 * draft names it. Call it in a transaction with `photos`, `photoBytes` and `drafts`.
 */
export const dropEventPhotos = async (
  db: MainDb,
  { eventId, event }: Pick<OutboxRow, 'eventId' | 'event'>,
): Promise<void> => {
  for (const photo of await db.photos.where('events').equals(eventId).toArray()) {
    const events = photo.events.filter((id) => id !== eventId);
    if (events.length > 0) await db.photos.update(photo.sha256, { events });
    else await db.photos.delete(photo.sha256);
  }
  await dropUnusedBytes(db, { photos: event.photos, undecoded: [] });
};
