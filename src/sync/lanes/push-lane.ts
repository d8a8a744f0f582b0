import type { Bytes, Millis } from '#domain/base/units.ts';
import {
  MAX_PUSH_BYTES,
  MAX_PUSH_EVENTS,
  pushAnswerSchema,
  type OfferedEvent,
  type PushRequest,
} from '#domain/protocol/push.ts';
import { PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import type { OutboxRow } from '#storage/databases/main-db.ts';
import { countFailedTry, recordVerdicts } from '#storage/outbox/outbox.ts';
import { isHeld, takeForSending } from '#storage/outbox/undo.ts';
import { readKnownHeads, recordWithHead } from '#storage/subjects/known-heads.ts';
import type { Backoff } from '#sync/engine/backoff.ts';
import { createBatchLimit } from './batch-limit.ts';
import { wasCutMidway, readAs, knownHeadsHeader, type CallFailure } from '#sync/transport/call.ts';
import { jsonBody } from '#sync/transport/gzip.ts';
import {
  isBlamed,
  isTrouble,
  retryKey,
  type LaneContext,
  type Refused,
  type Work,
} from '#sync/engine/lane.ts';

type Wire = Pick<OutboxRow, 'text' | 'signature' | 'receipt' | 'receivedAt'>;
export const offeredEvent = ({ text, signature, receipt, receivedAt }: Wire): OfferedEvent => ({
  text,
  signature,
  ...(receipt !== null && receivedAt !== null ? { receipt: { receivedAt, signature: receipt } } : {}),
});
const wireBytes = (row: Wire): Bytes =>
  new TextEncoder().encode(JSON.stringify(offeredEvent(row))).length + 1;

type Candidate = Wire & Pick<OutboxRow, 'eventId' | 'subjectKey' | 'notBefore'>;

/**
 * Picks the next events to send: oldest first, subjects that failed before after the others. An event that waits, for its
 * back-off or because it can still be undone, delays the later events of its subject and no other event.
 */
export const pickBatch = <Row extends Candidate>(
  unsent: readonly Row[],
  backoff: Pick<Backoff, 'isOpen' | 'failures'>,
  limit: number,
  now: Millis,
): Row[] => {
  const firstBySubject = new Map<string, Row>();
  for (const row of unsent) if (!firstBySubject.has(row.subjectKey)) firstBySubject.set(row.subjectKey, row);
  const failures = (row: Row) =>
    backoff.failures(retryKey.event((firstBySubject.get(row.subjectKey) ?? row).eventId));
  const delayedSubjects = new Set<string>();
  const batch: Row[] = [];
  let bytes = 0;
  for (const row of [...unsent].sort((a, b) => failures(a) - failures(b))) {
    if (isHeld(row, now) || !backoff.isOpen(retryKey.event(row.eventId))) delayedSubjects.add(row.subjectKey);
    if (delayedSubjects.has(row.subjectKey)) continue;
    bytes += wireBytes(row);
    if (batch.length === limit || (batch.length > 0 && bytes > MAX_PUSH_BYTES)) break;
    batch.push(row);
  }
  return batch;
};

export const createPushLane = ({ db, call, backoff, waiting, now, pullWhenIdle }: LaneContext) => {
  const limit = createBatchLimit(MAX_PUSH_EVENTS);

  /**
   * The server may not accept one of these events. Halves the batch to find it; a batch of one event makes that event
   * wait.
   */
  const narrow = async (batch: OutboxRow[], refusal: Refused): Promise<void> => {
    await countFailedTry(db, batch, refusal.error);
    if (isTrouble(refusal)) backoff.backOff(retryKey.push);
    if (!isBlamed(refusal)) return;
    limit.halve(batch);
    const [onlyEvent] = batch;
    if (batch.length === 1 && onlyEvent) backoff.backOff(retryKey.event(onlyEvent.eventId));
  };

  const send = async (picked: OutboxRow[], unsent: number): Promise<CallFailure | null> => {
    const batch = await takeForSending(db, picked);
    if (batch.length === 0) return null;
    const request: PushRequest = { protocol: PROTOCOL_VERSION, unsent, events: batch.map(offeredEvent) };
    const { headers, body } = await jsonBody(request);
    const offered = await readKnownHeads(db);
    const answered = await call.json(
      { method: 'POST', path: '/api/sync/push', headers: { ...headers, ...knownHeadsHeader(offered) }, body },
      readAs(pushAnswerSchema),
    );
    if (!answered.ok) {
      if (answered.error.kind === 'refused') await narrow(batch, answered.error);
      else if (wasCutMidway(answered.error)) {
        await countFailedTry(db, batch, null);
        limit.halve(batch);
      }
      return answered.error;
    }
    const { verdicts, head } = answered.value;
    const withoutVerdict = await recordWithHead(db, db.outbox, { offered, head }, () =>
      recordVerdicts(db, batch, verdicts),
    );
    for (const { eventId } of batch) {
      if (withoutVerdict.includes(eventId)) backoff.backOff(retryKey.event(eventId));
      else backoff.clear(retryKey.event(eventId));
    }
    backoff.clear(retryKey.push);
    limit.grow();
    pullWhenIdle();
    return null;
  };

  return {
    next: (): Work | null => {
      if (!backoff.isOpen(retryKey.push)) return null;
      const unsent = waiting.events();
      const batch = pickBatch(unsent, backoff, limit.most(), now());
      return batch.length === 0 ? null : () => send(batch, unsent.length).finally(waiting.invalidate);
    },
  };
};
