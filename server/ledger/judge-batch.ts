/**
 * Judges a batch against what the ledger holds, in memory and in the order sent.
 *
 * Promises: one taking for each arrival; the same id and bytes get the row already stored; events that waited for
 * a subject are settled right behind the event that brings it.
 * Assumes: the caller holds the region's row, and writes what comes back in the same transaction.
 */
import { audienceOf } from '#domain/ledger/audience.ts';
import type { ErrorCode } from '#domain/base/errors.ts';
import { parseEvent, type LedgerEvent, type SignedEvent } from '#domain/ledger/envelope.ts';
import { applyEvent, judge, type Subject } from '#domain/ledger/fold.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import { subjectKey, type SubjectKey } from '#domain/ledger/subject-key.ts';
import type { Millis } from '#domain/base/units.ts';
import type { ReceivedEvent } from './check-event.ts';
import type { Feed } from './feed.ts';
import { deadLetterKey, type EventRow, type Known, type DeadLetterRow } from './known.ts';

export type Outcome = { readonly row: EventRow | DeadLetterRow; readonly duplicate: boolean };

export type Judged = {
  readonly outcomes: readonly Outcome[];
  readonly newEvents: readonly EventRow[];
  /** Rows that were held, here or in an earlier batch, with their verdict now. */
  readonly judgedAgain: readonly EventRow[];
  readonly newDeadLetters: readonly DeadLetterRow[];
  readonly changed: ReadonlyMap<SubjectKey, { readonly subject: Subject; readonly seq: number }>;
};

export type BatchContext = {
  readonly by: Authority;
  readonly device: string;
  readonly receivedAt: Millis;
  readonly feed: Pick<Feed, 'region' | 'take'>;
};

const readStored = (row: EventRow): LedgerEvent => {
  const parsed = parseEvent(row.text);
  if (!parsed.ok) throw new Error(`stored event ${row.id} is ${parsed.error}`);
  return parsed.value;
};

type Refused = Pick<EventRow, 'region' | 'device' | 'hash' | 'person' | 'reason' | 'received_at'> &
  SignedEvent & { readonly id: string | null };

const deadLetterOf = ({
  region,
  device,
  hash,
  person,
  id,
  text,
  signature,
  reason,
  received_at,
}: Refused): DeadLetterRow => ({
  region,
  device,
  hash,
  person,
  received_at,
  event_id: id,
  signed: JSON.stringify({ text, signature }),
  reason: reason ?? 'internal',
  settled_event: null,
  settled_by: null,
  settled_at: null,
});

export const judgeBatch = (
  known: Known,
  receivedEvents: readonly ReceivedEvent[],
  context: BatchContext,
): Judged => {
  const { by, device, receivedAt, feed } = context;
  const { eventsById, deadLettersByKey, subjectsByKey, heldByKey } = known;
  const catalogue = { hazardExists: (code: string) => known.hazards.has(code) };
  const newEvents: EventRow[] = [];
  const judgedAgain: EventRow[] = [];
  const newDeadLetters: DeadLetterRow[] = [];
  const changed = new Map<SubjectKey, { subject: Subject; seq: number }>();

  /** Judges the row's event and lays it on its subject; the row learns its verdict. */
  const judgeRow = (row: EventRow, event: LedgerEvent): void => {
    const key = subjectKey(event.subject);
    const current = subjectsByKey.get(key) ?? null;
    const authority = JSON.parse(row.authority) as Authority;
    const judgement = judge(current, event, authority, catalogue);
    row.verdict = judgement.verdict;
    row.reason = 'reason' in judgement ? judgement.reason : null;
    if (judgement.verdict === 'held') heldByKey.set(key, [...(heldByKey.get(key) ?? []), row]);
    if (judgement.verdict === 'held' || judgement.verdict === 'rejected') return;
    const subject = applyEvent(current, {
      event,
      verdict: judgement.verdict,
      reason: row.reason as ErrorCode | null,
      by: authority,
      receivedAt: row.received_at,
    });
    const before = current && audienceOf(current);
    const hasMoved = before && JSON.stringify(before) !== JSON.stringify(audienceOf(subject));
    row.seq = feed.take(event.subject, hasMoved ? before : null);
    subjectsByKey.set(key, subject);
    changed.set(key, { subject, seq: row.seq });
    if (current === null) applyHeld(key);
  };

  const applyHeld = (key: SubjectKey): void => {
    const waiting = heldByKey.get(key) ?? [];
    heldByKey.delete(key);
    for (const row of waiting) {
      judgeRow(row, readStored(row));
      judgedAgain.push(row);
    }
  };

  const rejectToDeadLetter = (
    { envelope, receivedAt: before, ...received }: ReceivedEvent,
    reason: ErrorCode,
  ): Outcome => {
    const stored = deadLettersByKey.get(deadLetterKey({ device, hash: received.hash }));
    if (stored) return { row: stored, duplicate: true };
    const row = deadLetterOf({
      ...received,
      region: feed.region,
      device,
      person: by.person,
      id: envelope?.id ?? null,
      reason,
      received_at: before ?? receivedAt,
    });
    deadLettersByKey.set(deadLetterKey(row), row);
    newDeadLetters.push(row);
    return { row, duplicate: false };
  };

  const outcomes = receivedEvents.map((received, position): Outcome => {
    const { event, fault, hash, text, signature } = received;
    if (event === null || fault !== null) return rejectToDeadLetter(received, fault ?? 'unreadableEvent');
    const stored = eventsById.get(event.id);
    if (stored)
      return stored.hash === hash
        ? { row: stored, duplicate: true }
        : rejectToDeadLetter(received, 'idReused');
    const row: EventRow = {
      region: feed.region,
      id: event.id,
      hash,
      text,
      signature,
      person: by.person,
      device,
      authority: JSON.stringify(by),
      subject_kind: event.subject.kind,
      subject_id: event.subject.id,
      verdict: 'held',
      reason: null,
      seq: null,
      received_at: received.receivedAt ?? receivedAt,
      position,
    };
    eventsById.set(event.id, row);
    newEvents.push(row);
    judgeRow(row, event);
    return { row, duplicate: false };
  });
  const rejected = [...new Set([...newEvents, ...judgedAgain])].filter((row) => row.verdict === 'rejected');
  newDeadLetters.push(...rejected.map(deadLetterOf));
  return { outcomes, newEvents, judgedAgain, newDeadLetters, changed };
};

/** Batches judged one after the other against one `Known`, as one. */
export const judgedTogether = (batches: readonly Judged[]): Judged => ({
  outcomes: batches.flatMap((it) => it.outcomes),
  newEvents: batches.flatMap((it) => it.newEvents),
  judgedAgain: batches.flatMap((it) => it.judgedAgain),
  newDeadLetters: batches.flatMap((it) => it.newDeadLetters),
  changed: new Map(batches.flatMap((it) => [...it.changed])),
});
