import type { EventId } from '#domain/ledger/ids.ts';
import type { MainDb, OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import { readWaiting } from './waiting.ts';

export type InTransit = {
  /** Own events that are unsent, or name a photo that has not wholly arrived; oldest first. */
  readonly events: readonly OutboxRow[];
  /** Every photo these events name, those that have arrived too. */
  readonly photos: readonly PhotoRow[];
};

/** What has not wholly arrived, and these events besides; read by index, however much lies here that has. */
export const readInTransit = (db: MainDb, besides: readonly EventId[]): Promise<InTransit> =>
  db.transaction('r', db.outbox, db.photos, async () => {
    const waiting = await readWaiting(db);
    const unsent = waiting.events.map((row) => row.eventId);
    const ids = [...new Set([...besides, ...unsent, ...waiting.photos.flatMap((photo) => photo.events)])];
    const [events, photos] = await Promise.all([
      db.outbox.bulkGet(ids),
      db.photos.where('events').anyOf(ids).distinct().toArray(),
    ]);
    return { events: events.flatMap((row) => row ?? []).sort((a, b) => a.order - b.order), photos };
  });
