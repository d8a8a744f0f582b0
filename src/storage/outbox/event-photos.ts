import type { Sha256 } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { MainDb, PhotoRow } from '#storage/databases/main-db.ts';

/**
 * Removes an event from the photos that it names. The row of a photo that no other event names is deleted, with the
 * bytes that `bytesOf` lists. Call it in a transaction with `photos` and `photoBytes`.
 */
export const dropPhotosOf = async (
  db: MainDb,
  eventId: EventId,
  bytesOf: (photo: PhotoRow) => readonly Sha256[],
): Promise<void> => {
  for (const photo of await db.photos.where('events').equals(eventId).toArray()) {
    const events = photo.events.filter((id) => id !== eventId);
    if (events.length > 0) await db.photos.update(photo.sha256, { events });
    else {
      await db.photos.delete(photo.sha256);
      await db.photoBytes.bulkDelete([...bytesOf(photo)]);
    }
  }
};
