import type { SubjectRow } from '#domain/protocol/pull.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import type { MainDb, OutboxRow } from './main-db.ts';

const changeIn = (
  { seq, subject }: SubjectRow,
  { eventId, hash, reason }: OutboxRow,
): Partial<OutboxRow> | undefined => {
  const mended = subject.timeline.find((line) => line.mended?.hash === hash);
  if (mended) return { mendedAs: mended.eventId };
  // Under a reused id the ledger holds other words.
  const line = reason !== 'idReused' && subject.timeline.find(({ eventId: id }) => id === eventId);
  return line ? { verdict: line.verdict, reason: line.reason, seq, receivedAt: line.receivedAt } : undefined;
};

/**
 * Own events the server had rejected and an admin let in after all, as they were or mended: the pulled history holds
 * them. For the transaction that stores these rows.
 */
export const learnSettled = async (db: MainDb, rows: readonly SubjectRow[]): Promise<void> => {
  const own = rows.filter(({ subject }) => subject.timeline.some((line) => line.author === db.person));
  const rowsByKey = new Map(own.map((row) => [subjectKey(row.subject), row]));
  await db.outbox
    .where('subjectKey')
    .anyOf([...rowsByKey.keys()])
    .and((row) => row.verdict === 'rejected')
    .modify((row) => void Object.assign(row, changeIn(rowsByKey.get(row.subjectKey)!, row)));
};
