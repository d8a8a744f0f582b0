/**
 * A decision can be undone for some seconds: it is stored at the tap, but not sent before `notBefore`.
 *
 * Promises: an event is either undone or sent, never both. Both begin with a transaction that reads `notBefore`, and the
 * first one wins, whichever tab or worker it runs in.
 */
import type { Millis } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { LedgerEvent } from '#domain/subjects.ts';
import { changeRows } from '#storage/databases/change-rows.ts';
import type { MainDb, OutboxRow } from '#storage/databases/main-db.ts';
import { dropEventPhotos } from './event-photos.ts';

export const UNDO_TIME: Millis = 8_000;

type Held = Pick<OutboxRow, 'notBefore'>;

/** Whether the event may not be sent yet. A later time than `UNDO_TIME` means that the clock was set back. */
export const isHeld = ({ notBefore }: Held, now: Millis): boolean =>
  notBefore !== undefined && notBefore > now && notBefore <= now + UNDO_TIME;

/** When the first event that is held now may be sent; null if none is held. */
export const nextRelease = (rows: readonly Held[], now: Millis): Millis | null => {
  const times = rows.flatMap((row) => (isHeld(row, now) ? row.notBefore! : []));
  return times.length === 0 ? null : Math.min(...times);
};

/**
 * The event that a person may undo now: the newest one that is held and has no later event on its subject. `unsent`:
 * oldest first.
 */
export const undoable = (unsent: readonly OutboxRow[], now: Millis): OutboxRow | undefined =>
  unsent.findLast(
    (row, at) =>
      isHeld(row, now) && unsent.slice(at + 1).every(({ subjectKey }) => subjectKey !== row.subjectKey),
  );

/** Ends the time to undo for the events of a batch. Returns the rows without those that were undone. */
export const takeForSending = async (db: MainDb, batch: readonly OutboxRow[]): Promise<OutboxRow[]> => {
  const held = batch.flatMap(({ eventId, notBefore }) => (notBefore === undefined ? [] : eventId));
  if (held.length === 0) return [...batch];
  const taken = await changeRows(db.outbox, held, (): Partial<OutboxRow> => ({ notBefore: undefined }));
  const takenIds = new Set(taken.map(({ eventId }) => eventId));
  return batch.filter(({ eventId, notBefore }) => notBefore === undefined || takenIds.has(eventId));
};

/**
 * Deletes an event that was saved and not sent, with the photos that nothing else names. Returns it; null when a batch
 * has taken it, or when the person did something else to its subject after it. Nothing changes then.
 */
export const undoEvent = (db: MainDb, eventId: EventId): Promise<LedgerEvent | null> =>
  db.transaction('rw', [db.outbox, db.photos, db.photoBytes, db.drafts], async () => {
    const row = await db.outbox.get(eventId);
    if (row?.notBefore === undefined) return null;
    const own = db.outbox.where('subjectKey').equals(row.subjectKey);
    if ((await own.filter(({ order }) => order > row.order).count()) > 0) return null;
    await dropEventPhotos(db, row);
    await db.outbox.delete(eventId);
    return row.event;
  });
