import type { MainDb, PhotoRow } from '#storage/main-db.ts';

/**
 * The photos an event of which the server has answered, whatever the verdict: before that it knows no claim to them.
 */
export const answeredPhotos = async (db: MainDb, photos: readonly PhotoRow[]): Promise<PhotoRow[]> => {
  const ids = [...new Set(photos.flatMap((photo) => photo.events))];
  const rows = await db.outbox.where('eventId').anyOf(ids).toArray();
  const answered = new Set(rows.filter((row) => row.verdict !== null).map((row) => row.eventId));
  return photos.filter((photo) => photo.events.some((id) => answered.has(id)));
};
