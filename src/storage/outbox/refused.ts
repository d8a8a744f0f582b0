import type { EventId } from '#domain/ledger/ids.ts';
import { changeRows } from '#storage/databases/change-rows.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { answeredEvents } from './outbox.ts';
import { isRefused } from './trust-state.ts';

export const refusedEvents = async (db: MainDb): Promise<EventId[]> =>
  (await answeredEvents(db)).filter(isRefused).map((row) => row.eventId);

/** The person acknowledges a rejected event: it is hidden. Nothing is deleted. */
export const dismissRefused = async (db: MainDb, eventId: EventId): Promise<void> => {
  await changeRows(db.outbox, [eventId], (row) => (row.verdict === 'rejected' ? { putAway: true } : null));
};
