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
import { parseEvent, type SignedEvent } from '#domain/ledger/envelope.ts';
import { mendedEvent } from '#domain/ledger/correction.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { LetterVerdict } from '#domain/protocol/dead-letters.ts';
import { deviceKey } from '#server/auth/devices.ts';
import { recordClaims } from '#server/photos/claims.ts';
import type { Reading, Store, Writing } from '#server/store/store.ts';
import { authorityOf, personById } from './authority.ts';
import { checkEvent, hashOf, isSigned, type Arrival, type SigningDevice } from './check-event.ts';
import { openFeed } from './feed.ts';
import { judgeBatch } from './judge-batch.ts';
import { readKnown, type EventRow, type Known, type LetterRow } from './known.ts';
import { findLetter, readSigned, type LetterName } from './dead-letters.ts';
import { settleLetter } from './resolve-dead-letters.ts';
import { writeJudged } from './write-judged.ts';

type Outcome = Omit<LetterVerdict, 'marker' | 'serverTime'>;
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
const authorOf = async (tx: Reading, { region, person }: LetterRow, before: EventRow | undefined) => {
  const now = await personById(tx, person);
  if (now?.region === region) return authorityOf(now);
  return before ? (JSON.parse(before.authority) as Authority) : null;
};

/** The event that was judged when the letter came. */
const ownRow = ({ eventsById }: Known, { event_id: id, hash }: LetterRow): EventRow | undefined => {
  const row = eventsById.get(id ?? '');
  return row?.hash === hash ? row : undefined;
};

const settle = async (
  tx: Writing,
  letter: LetterRow,
  arrival: Arrival,
  { person: admin, at, receivedAt }: Admin & { readonly receivedAt: Millis },
): Promise<Outcome> => {
  const { region, person, device } = letter;
  const feed = await openFeed(tx, region);
  const current = await findLetter(tx, letter);
  if (current?.settled_event) {
    const standing = await tx
      .selectFrom('events')
      .selectAll()
      .where('region', '=', region)
      .where('id', '=', current.settled_event)
      .executeTakeFirstOrThrow();
    return outcomeOf(standing, true);
  }
  if (arrival.fault !== null || arrival.event === null) return refused(arrival.fault ?? 'unreadableEvent');
  const known = await readKnown(tx, region, [{ device, arrivals: [arrival] }]);
  const before = ownRow(known, letter);
  const standing = known.eventsById.get(arrival.event.id);
  if (standing && (standing !== before || standing.verdict !== 'rejected')) {
    if (standing.hash !== arrival.hash) return refused('idReused');
    await settleLetter(tx, letter, { event: standing.id, by: admin, at });
    return outcomeOf(standing, true);
  }
  known.eventsById.delete(arrival.event.id);
  const by = await authorOf(tx, letter, before);
  if (!by) return refused('outOfScope');
  const judged = judgeBatch(known, [arrival], { by, device, receivedAt, feed });
  const [row] = judged.newEvents;
  if (!row || row.verdict === 'rejected') return refused((row?.reason ?? 'internal') as ErrorCode);
  await writeJudged(tx, region, judged);
  await recordClaims(tx, region, [{ person, device, arrivals: [arrival] }]);
  await feed.close();
  await settleLetter(tx, letter, { event: row.id, by: admin, at });
  return outcomeOf(row, false);
};

/** Its cause has gone: a type or a hazard kind this server has learnt, a role, a scope. Error: notFound. */
export const replayLetter = async (
  store: Store,
  name: LetterName,
  admin: Admin,
): Promise<Result<Outcome, ErrorCode>> => {
  const letter = await findLetter(store.read, name);
  if (!letter) return err('notFound');
  const signed = readSigned(letter);
  const { person, device, received_at: receivedAt } = letter;
  const key = await deviceKey(store.read, person, device);
  if (!key) return ok(refused('unknownDevice'));
  const arrival = await checkEvent(signed, { person, device, key });
  return ok(
    await store.write.transaction().execute((tx) => settle(tx, letter, arrival, { ...admin, receivedAt })),
  );
};

/** Errors: notFound; malformed when it is not this letter with another body; badSignature. */
export const mendLetter = async (
  store: Store,
  name: LetterName,
  signed: SignedEvent,
  by: SigningDevice,
  at: Millis,
): Promise<Result<Outcome, ErrorCode>> => {
  const letter = await findLetter(store.read, name);
  if (!letter) return err('notFound');
  const parsed = parseEvent(signed.text);
  if (!parsed.ok) return err('malformed');
  const { id, body } = parsed.value;
  const sent = { ...letter, text: readSigned(letter).text };
  const expected = mendedEvent(sent, { id, by: by.person, device: by.device }, body);
  const again = expected && parseEvent(JSON.stringify(expected));
  if (!again?.ok || JSON.stringify(again.value) !== JSON.stringify(parsed.value)) return err('malformed');
  if (!(await isSigned(by.key, signed))) return err('badSignature');
  const event = parsed.value;
  const arrival = { ...signed, hash: hashOf(signed.text), named: event, event, fault: null };
  const admin = { person: by.person, at, receivedAt: at };
  return ok(await store.write.transaction().execute((tx) => settle(tx, letter, arrival, admin)));
};
