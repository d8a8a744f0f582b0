/**
 * An admin lets a dead letter into the ledger after all: as it came, or mended.
 *
 * Promises: the author's bytes and signature stay as they came. Replayed, the event goes in under its own id and its
 * own received-at, so that its receipt still holds; mended, another event stands for it, signed by the admin and in the
 * author's name. It is judged like any other, by what its author may do now. A letter is settled once: whatever comes
 * after gets the same answer and changes nothing. What is still not taken leaves no trace.
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
import { authorityOf } from '#domain/people/person.ts';
import { personById } from './authority.ts';
import { checkEvent, hashOf, isSigned, type ReceivedEvent, type SigningDevice } from './check-event.ts';
import { openFeed } from './feed.ts';
import { judgeBatch } from './judge-batch.ts';
import { readKnown, type EventRow, type Known, type DeadLetterRow } from './known.ts';
import { findDeadLetter, readSigned, type DeadLetterRef } from './dead-letters.ts';
import { resolveDeadLetter } from './resolve-dead-letters.ts';
import { writeJudged } from './write-judged.ts';
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

/** By what its author may do now; for one who works elsewhere now, by what they might when it came. */
const authorOf = async (tx: Reading, { region, person }: DeadLetterRow, before: EventRow | undefined) => {
  const now = await personById(tx, person);
  if (now?.region === region) return authorityOf(now);
  return before ? (JSON.parse(before.authority) as Authority) : null;
};

/** The event that was judged when the letter came. */
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
  if (!by) return refused('outOfScope');
  const judged = judgeBatch(known, [received], { by, device, receivedAt, feed });
  const [row] = judged.newEvents;
  if (!row || row.verdict === 'rejected') return refused((row?.reason ?? 'internal') as ErrorCode);
  await writeJudged(tx, region, judged);
  await recordClaims(tx, region, [{ person, device, receivedEvents: [received] }]);
  await feed.close();
  await resolveDeadLetter(tx, deadLetter, { event: row.id, by: admin, at });
  return outcomeOf(row, false);
};

/** Its cause has gone: a type or a hazard kind this server has learnt, a role, a scope. Error: notFound. */
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

/** Errors: notFound; malformed when it is not this letter with another body; badSignature. */
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
