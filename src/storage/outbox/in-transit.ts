import type { EventId } from '#domain/ledger/ids.ts';
import type { MainDb, OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import { readWaiting } from './waiting.ts';

export type InTransit = {
  /** Own events that are unsent or name a photo that has not arrived completely; oldest first. */
  readonly events: readonly OutboxRow[];
  /** Every photo that these events name, including photos that have arrived. */
  readonly photos: readonly PhotoRow[];
};

/**
 * Reads everything that has not arrived completely, and the events of `besides`. Uses indexes, so rows that have
 * arrived cost nothing.
 */
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
