import { changeRows } from '#storage/databases/change-rows.ts';
import type { MainDb, OutboxRow } from '#storage/databases/main-db.ts';
import type { ReadPageRow } from './pulled-rows.ts';

const changeIn = (
  { pulled: { seq }, subject }: ReadPageRow,
  { eventId, hash, reason }: OutboxRow,
): Partial<OutboxRow> | null => {
  const mended = subject.timeline.find((line) => line.mended?.hash === hash);
  if (mended) return { mendedAs: mended.eventId };
  // For `idReused` the ledger has other content under the same id.
  const line = reason !== 'idReused' && subject.timeline.find(({ eventId: id }) => id === eventId);
  return line ? { verdict: line.verdict, reason: line.reason, seq, receivedAt: line.receivedAt } : null;
};

/**
 * Finds own rejected events that an admin accepted later, unchanged or corrected, in the pulled timelines. `own` are
 * this phone's events of these subjects. Runs in the transaction that stores the rows.
 */
export const applyPulledVerdicts = async (
  db: MainDb,
  rows: readonly ReadPageRow[],
  own: readonly OutboxRow[],
): Promise<void> => {
  const rowsByKey = new Map(rows.map((row) => [row.key, row]));
  const rejected = own.filter((row) => row.verdict === 'rejected').map((row) => row.eventId);
  await changeRows(db.outbox, rejected, (row) => {
    const pulled = rowsByKey.get(row.subjectKey);
    return pulled ? changeIn(pulled, row) : null;
  });
};
