import { DAY, type Millis } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { SubjectKey } from '#domain/ledger/subject-key.ts';
import type { MainDb, OutboxRow } from '#storage/databases/main-db.ts';
import { dropEventPhotos } from './event-photos.ts';

/** A confirmed event is kept this long, so that it can be offered again to a restored server. */
export const KEEP_EVENTS: Millis = 30 * DAY;

const isConfirmed = (row: OutboxRow): boolean =>
  row.unsent === 0 && (row.verdict === 'applied' || row.verdict === 'contested');

/** The events that the server holds of a subject, as pulled. */
const pulledEvents = async (db: MainDb, key: SubjectKey): Promise<readonly EventId[]> => {
  const [read, unread] = [await db.subjects.get(key), await db.unreadSubjects.get(key)];
  return read?.subject.timeline.map((line) => line.eventId) ?? unread?.eventIds ?? [];
};

/**
 * Deletes old events that their pulled subject contains and whose photos have all been freed. Photo rows and
 * thumbnails are deleted with the last event that names them.
 */
export const tidyOutbox = async (db: MainDb, now: Millis): Promise<void> => {
  await db.transaction(
    'rw',
    [db.outbox, db.photos, db.photoBytes, db.drafts, db.subjects, db.unreadSubjects],
    async () => {
      const old = await db.outbox
        .filter((row) => isConfirmed(row) && row.savedAt + KEEP_EVENTS <= now)
        .toArray();
      for (const row of old) {
        if (!(await pulledEvents(db, row.subjectKey)).includes(row.eventId)) continue;
        const photos = await db.photos.where('events').equals(row.eventId).toArray();
        if (photos.some((photo) => photo.state !== 'freed')) continue;
        await dropEventPhotos(db, row);
        await db.outbox.delete(row.eventId);
      }
    },
  );
};
