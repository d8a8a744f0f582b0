/**
 * Judges a batch against the stored ledger, in memory and in the order sent.
 *
 * Promises: one outcome for each received event; the same id and bytes get the stored row; held events of a subject are
 * judged directly after the event that creates it.
 * Assumes: the caller has locked the region's row, and writes the result in the same transaction.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import type { JudgeContext } from '#domain/ledger/act.ts';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import { subjectKey, type SubjectKey } from '#domain/ledger/subject-key.ts';
import { applyEvent, audienceOf, judge, namedBy, type LedgerEvent, type Subject } from '#domain/subjects.ts';
import type { ReceivedEvent } from './check-event.ts';
import type { Feed } from './feed.ts';
import type { DeadLetterRow, EventRow } from '#server/store/tables.ts';
import { deadLetterKey, type Known } from './known.ts';
import { readStoredEvent } from './refold.ts';

export type Outcome =
  | { readonly row: EventRow | DeadLetterRow; readonly duplicate: boolean }
  /** Not stored: the device sends it again later. */
  | { readonly retry: Sha256 };

export type Judged = {
  readonly outcomes: readonly Outcome[];
  readonly newEvents: readonly EventRow[];
  /** Rows that were held before, in this batch or an earlier one, with their new verdict. */
  readonly judgedAgain: readonly EventRow[];
  readonly newDeadLetters: readonly DeadLetterRow[];
  readonly changed: ReadonlyMap<SubjectKey, { readonly subject: Subject; readonly seq: number }>;
};

export type BatchContext = {
  readonly by: Authority;
  /** The office retired the person: nothing new is judged, all of it becomes dead letters. */
  readonly isRetired?: boolean;
  readonly device: string;
  readonly receivedAt: Millis;
  readonly feed: Pick<Feed, 'region' | 'take'>;
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
  const related: JudgeContext['related'] = (ref) => subjectsByKey.get(subjectKey(ref)) ?? null;
  const isNewer = (event: LedgerEvent): boolean =>
    [event.subject, ...namedBy(event)].some((ref) => known.newerKeys.has(subjectKey(ref)));
  const newEvents: EventRow[] = [];
  const judgedAgain: EventRow[] = [];
  const newDeadLetters: DeadLetterRow[] = [];
  const changed = new Map<SubjectKey, { subject: Subject; seq: number }>();

  /** Judges the row's event, applies it to its subject, and writes the verdict into the row. */
  const judgeRow = (row: EventRow, event: LedgerEvent): void => {
    const key = subjectKey(event.subject);
    const current = subjectsByKey.get(key) ?? null;
    const authority = JSON.parse(row.authority) as Authority;
    const { reference } = known;
    const judgement = judge(current, event, { by: authority, now: receivedAt, reference, related });
    row.verdict = judgement.verdict;
    row.reason = 'reason' in judgement ? judgement.reason : null;
    if (judgement.verdict === 'held') heldByKey.set(key, [...(heldByKey.get(key) ?? []), row]);
    if (judgement.verdict === 'held' || judgement.verdict === 'rejected') return;
    const basis = judgement.verdict === 'applied' ? (judgement.basis ?? null) : null;
    row.basis = basis && JSON.stringify(basis);
    const subject = applyEvent(current, {
      event,
      verdict: judgement.verdict,
      reason: row.reason as ErrorCode | null,
      by: authority,
      receivedAt: row.received_at,
      basis,
    });
    const before = known.storedAudiences.get(key) ?? (current && audienceOf(current));
    known.storedAudiences.delete(key);
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
      judgeRow(row, readStoredEvent(row));
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
    if (context.isRetired) return rejectToDeadLetter(received, 'retired');
    if (isNewer(event)) return { retry: hash };
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
      basis: null,
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

/** The results of batches that were judged in turn against one `Known`, as one result. */
export const judgedTogether = (batches: readonly Judged[]): Judged => ({
  outcomes: batches.flatMap((it) => it.outcomes),
  newEvents: batches.flatMap((it) => it.newEvents),
  judgedAgain: batches.flatMap((it) => it.judgedAgain),
  newDeadLetters: batches.flatMap((it) => it.newDeadLetters),
  changed: new Map(batches.flatMap((it) => [...it.changed])),
});
