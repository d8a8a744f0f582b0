/**
 * An admin resolves a dead letter: by a replay of the unchanged event, or by a correction ([D16]).
 *
 * Promises: text and signature of the author never change. A replayed event keeps its id and its received-at, so its
 * receipt stays valid. A correction is another event, which the admin signs in the name of the author. Both are judged
 * like any event, by what the author may do now. A dead letter is resolved once: a later attempt gets the same answer and
 * changes nothing. An attempt that is rejected again changes nothing either.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import { type SignedEvent } from '#domain/ledger/envelope.ts';
import { correctedEvent } from '#domain/correction/correction.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { DeadLetterVerdict } from '#domain/protocol/dead-letters.ts';
import { deviceKey } from '#server/auth/devices.ts';
import { recordClaims } from '#server/photos/claims.ts';
import type { Reading, Store, Writing } from '#server/store/store.ts';
import { authorityOf } from '#domain/people/authority.ts';
import { personById } from '#server/ledger/authority.ts';
import {
  checkEvent,
  hashOf,
  isSigned,
  type ReceivedEvent,
  type SigningDevice,
} from '#server/ledger/check-event.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { judgeBatch } from '#server/ledger/judge-batch.ts';
import type { EventRow, DeadLetterRow } from '#server/store/tables.ts';
import { readKnown, type Known } from '#server/ledger/known.ts';
import { findDeadLetter, readSigned, type DeadLetterRef } from '#server/ledger/dead-letters.ts';
import { resolveDeadLetter } from '#server/ledger/resolve-dead-letters.ts';
import { writeJudged } from '#server/ledger/write-judged.ts';
import { parseEvent } from '#domain/parse-event.ts';

type Outcome = Omit<DeadLetterVerdict, 'marker' | 'serverTime'>;
type Admin = { readonly person: string; readonly at: Millis };

const refused = (reason: ErrorCode): Outcome => ({
  verdict: 'rejected',
  reason,
  event: null,
  duplicate: false,
});

const outcomeOf = ({ verdict, reason, id }: EventRow, duplicate: boolean): Outcome => ({
  verdict,
  reason,
  event: verdict === 'rejected' ? null : id,
  duplicate,
});

/**
 * The authority of the author now; if the author works in another region now, the authority stored with the event. A retired
 * author has none: the office restores the person first.
 */
const authorOf = async (tx: Reading, { region, person }: DeadLetterRow, before: EventRow | undefined) => {
  const now = await personById(tx, person);
  if (now?.retired) return 'retired';
  if (now?.region === region) return authorityOf(now);
  return before ? (JSON.parse(before.authority) as Authority) : null;
};

/** The stored event of this dead letter, if it was readable and judged when it was received. */
const ownRow = ({ eventsById }: Known, { event_id: id, hash }: DeadLetterRow): EventRow | undefined => {
  const row = eventsById.get(id ?? '');
  return row?.hash === hash ? row : undefined;
};

const admit = async (
  store: Store,
  tx: Writing,
  deadLetter: DeadLetterRow,
  received: ReceivedEvent,
  { person: admin, at, receivedAt }: Admin & { readonly receivedAt: Millis },
): Promise<Outcome> => {
  const { region, person, device } = deadLetter;
  const feed = await openFeed(tx, region);
  const current = await findDeadLetter(tx, deadLetter);
  if (current?.settled_event) {
    const standing = await tx
      .selectFrom('events')
      .selectAll()
      .where('region', '=', region)
      .where('id', '=', current.settled_event)
      .executeTakeFirstOrThrow();
    return outcomeOf(standing, true);
  }
  if (received.fault !== null || received.event === null) return refused(received.fault ?? 'unreadableEvent');
  const known = await readKnown(store, tx, region, [{ device, receivedEvents: [received] }]);
  const before = ownRow(known, deadLetter);
  const standing = known.eventsById.get(received.event.id);
  if (standing && (standing !== before || standing.verdict !== 'rejected')) {
    if (standing.hash !== received.hash) return refused('idReused');
    await resolveDeadLetter(tx, deadLetter, { event: standing.id, by: admin, at });
    return outcomeOf(standing, true);
  }
  known.eventsById.delete(received.event.id);
  const by = await authorOf(tx, deadLetter, before);
  if (by === 'retired') return refused('retired');
  if (!by) return refused('outOfScope');
  const judged = judgeBatch(known, [received], { by, device, receivedAt, feed });
  const [row] = judged.newEvents;
  // No row: a newer server wrote a subject of the event, so this one judges nothing.
  if (!row) return refused('busy');
  if (row.verdict === 'rejected') return refused((row.reason ?? 'internal') as ErrorCode);
  await writeJudged(tx, region, judged);
  await recordClaims(tx, region, [{ person, device, receivedEvents: [received] }]);
  await feed.close();
  await resolveDeadLetter(tx, deadLetter, { event: row.id, by: admin, at });
  return outcomeOf(row, false);
};

/**
 * Judges the unchanged event again. Useful once the cause is removed: the hazard kind exists now, the role or scope
 * changed, or this server version reads the event type. Error: notFound.
 */
export const replayDeadLetter = async (
  store: Store,
  name: DeadLetterRef,
  admin: Admin,
): Promise<Result<Outcome, ErrorCode>> => {
  const deadLetter = await findDeadLetter(store.read, name);
  if (!deadLetter) return err('notFound');
  const signed = readSigned(deadLetter);
  const { person, device, received_at: receivedAt } = deadLetter;
  const key = await deviceKey(store.read, person, device);
  if (!key) return ok(refused('unknownDevice'));
  const received = await checkEvent(signed, { person, device, key });
  return ok(
    await store.write
      .transaction()
      .execute((tx) => admit(store, tx, deadLetter, received, { ...admin, receivedAt })),
  );
};

/** Errors: notFound; malformed if it is not this event with another body; badSignature. */
export const correctDeadLetter = async (
  store: Store,
  name: DeadLetterRef,
  signed: SignedEvent,
  by: SigningDevice,
  at: Millis,
): Promise<Result<Outcome, ErrorCode>> => {
  const deadLetter = await findDeadLetter(store.read, name);
  if (!deadLetter) return err('notFound');
  const parsed = parseEvent(signed.text);
  if (!parsed.ok) return err('malformed');
  const { id, body } = parsed.value;
  const sent = { ...deadLetter, text: readSigned(deadLetter).text };
  const expected = correctedEvent(sent, { id, by: by.person, device: by.device }, body);
  const again = expected && parseEvent(JSON.stringify(expected));
  if (!again?.ok || JSON.stringify(again.value) !== JSON.stringify(parsed.value)) return err('malformed');
  if (!(await isSigned(by.key, signed))) return err('badSignature');
  const event = parsed.value;
  const received = { ...signed, hash: hashOf(signed.text), envelope: event, event, fault: null };
  const admin = { person: by.person, at, receivedAt: at };
  return ok(await store.write.transaction().execute((tx) => admit(store, tx, deadLetter, received, admin)));
};
