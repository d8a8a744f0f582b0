/**
 * Asks the server about everything this phone takes for arrived, and compares hash by hash.
 *
 * Promises: asking changes nothing, neither what is shown nor the counts of what is unsent, here and on the server.
 * What the answers deny is from then on no longer shown complete and goes again by itself; a photo that neither side
 * holds is counted as lost, until a later comparison finds it. A server that asked to be left alone is not asked,
 * whoever of this phone it told ([P13]).
 * Assumes: the same bytes of an event get their stored verdict ([P3]), so that a push is a question; an event the
 * server did not know is taken by it, and offered once more so that this phone learns its verdict.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import { haveAnswerSchema, MAX_HAVE_HASHES, type HaveAnswer } from '#domain/protocol/photos.ts';
import {
  MAX_PUSH_EVENTS,
  pushAnswerSchema,
  type PushRequest,
  type PushVerdict,
} from '#domain/protocol/push.ts';
import { PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import { readRetryAfter, storeRetryAfter } from '#storage/outbox/retry-after.ts';
import type { MainDb, OutboxRow, PhotoRow } from '#storage/databases/main-db.ts';
import { offerEventsAgain, answeredEvents } from '#storage/outbox/outbox.ts';
import { markPhotoFound, reopenPhoto, photoChange } from '#storage/photos/photos.ts';
import { isLost } from '#storage/photos/lost-photo.ts';
import { readKnownHeads, recordWithHead } from '#storage/subjects/known-heads.ts';
import { createBackoff } from '#sync/engine/backoff.ts';
import {
  createCall,
  readAs,
  knownHeadsHeader,
  type Call,
  type CallFailure,
  type Identity,
} from '#sync/transport/call.ts';
import { jsonBody } from '#sync/transport/gzip.ts';
import { retryKey } from '#sync/engine/lane.ts';
import { offeredEvent, pickBatch } from '#sync/lanes/push-lane.ts';
import type { Transport } from '#sync/transport/transport.ts';

export type Comparison = {
  /** How many were asked about, and how many of those the server did not hold and are sent again. */
  readonly events: { readonly asked: number; readonly again: number };
  readonly photos: { readonly asked: number; readonly again: number };
  /** Photos neither the server nor this phone holds. */
  readonly lost: number;
};

/** Does the server's list equal this phone's? */
export const isEqual = ({ events, photos, lost }: Comparison): boolean =>
  events.again + photos.again + lost === 0;

export type CompareDeps = {
  readonly db: MainDb;
  readonly identity: Identity;
  readonly transport: Transport;
  readonly now: () => Millis;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onProgress?: (asked: number, of: number) => void;
};

type Asked<T> = Promise<Result<T, CallFailure>>;

const refused = (error: ErrorCode): CallFailure => ({
  kind: 'refused',
  status: 200,
  error,
  header: () => null,
});
/** What was answered once waits for no time of its own. */
const nothingParked = { isOpen: () => true, failures: () => 0 };

/** The server's verdict on each of the batch, in its order. */
const askVerdicts = async (db: MainDb, call: Call, batch: readonly OutboxRow[]): Asked<PushVerdict[]> => {
  // The server takes the batch off again: what it remembers as unsent stays as it was.
  const unsent = (await db.outbox.where('unsent').equals(1).count()) + batch.length;
  const request: PushRequest = { protocol: PROTOCOL_VERSION, unsent, events: batch.map(offeredEvent) };
  const body = await jsonBody(request);
  const answered = await call.json(
    { method: 'POST', path: '/api/sync/push', ...body },
    readAs(pushAnswerSchema),
  );
  if (!answered.ok) return answered;
  const verdictsByHash = new Map(answered.value.verdicts.map((verdict) => [verdict.hash, verdict]));
  const verdicts = batch.flatMap(({ hash }) => verdictsByHash.get(hash) ?? []);
  if (verdicts.length < batch.length) return err(refused('malformed'));
  return verdicts.some(({ verdict }) => verdict === 'retry') ? err(refused('busy')) : ok(verdicts);
};

/** Gives how many of the batch the server did not hold as this phone does. */
const compareEvents = async (db: MainDb, call: Call, batch: readonly OutboxRow[]): Asked<number> => {
  const answered = await askVerdicts(db, call, batch);
  if (!answered.ok) return answered;
  const pairs = batch.map((row, i) => ({ row, answer: answered.value[i]! }));
  const others = pairs.filter(({ row, answer }) => !answer.duplicate || answer.verdict !== row.verdict);
  await offerEventsAgain(
    db,
    others.map(({ row }) => row.eventId),
  );
  // What was held when this phone last heard of it may have been judged since: it is there, and its verdict follows.
  return ok(others.filter(({ row, answer }) => !answer.duplicate || row.verdict !== 'held').length);
};

type Told = HaveAnswer['photos'][number];

/** Gives what the answer means for this photo. */
const comparePhoto = async (
  db: MainDb,
  photo: PhotoRow,
  { state, receipt }: Told,
  now: Millis,
): Promise<'there' | 'again' | 'lost'> => {
  const isThere = state === 'complete' && receipt !== null;
  if (isThere && isLost(photo)) await markPhotoFound(db, photo.sha256, receipt, now);
  if (isThere) return 'there';
  return (await reopenPhoto(db, photo.sha256)) ? 'again' : 'lost';
};

const comparePhotos = async (
  { db, now }: CompareDeps,
  call: Call,
  batch: readonly PhotoRow[],
): Asked<readonly ('there' | 'again' | 'lost')[]> => {
  const { headers, body } = await jsonBody({ hashes: batch.map((photo) => photo.sha256) });
  const offered = await readKnownHeads(db);
  const answered = await call.json(
    { method: 'POST', path: '/api/photos/have', headers: { ...headers, ...knownHeadsHeader(offered) }, body },
    readAs(haveAnswerSchema),
  );
  if (!answered.ok) return answered;
  const { head } = answered.value;
  await recordWithHead(db, db.photos, { offered, head }, () => Promise.resolve());
  const toldByHash = new Map(answered.value.photos.map((told) => [told.sha256, told]));
  if (!batch.every(({ sha256 }) => toldByHash.has(sha256))) return err(refused('malformed'));
  return ok(
    await Promise.all(batch.map((photo) => comparePhoto(db, photo, toldByHash.get(photo.sha256)!, now()))),
  );
};

/**
 * Events first, since the server answers for photos only to who claims them. An error leaves the rest unasked: what
 * was found until then goes again all the same.
 */
export const compareWithServer = async (
  deps: CompareDeps,
): Promise<Result<Comparison, CallFailure['error']>> => {
  const { db, onProgress } = deps;
  const backoff = createBackoff(deps.now, deps.random);
  const call = createCall({
    ...deps,
    onRetryAfter: (millis) => storeRetryAfter(db, backoff.retryAfter(millis)),
  });
  const isHeld = async (): Promise<boolean> => {
    backoff.pauseUntil(await readRetryAfter(db));
    return !backoff.isOpen(retryKey.link);
  };
  const [events, photos] = await Promise.all([answeredEvents(db), photoChange(db)]);
  const of = events.length + photos.length;
  let eventsAgain = 0;
  const told = { there: 0, again: 0, lost: 0 };
  for (let asked = 0; asked < events.length; onProgress?.(asked, of)) {
    if (await isHeld()) return err('busy');
    const batch = pickBatch(events.slice(asked), nothingParked, MAX_PUSH_EVENTS);
    const again = await compareEvents(db, call, batch);
    if (!again.ok) return err(again.error.error);
    eventsAgain += again.value;
    asked += batch.length;
  }
  for (let asked = 0; asked < photos.length; onProgress?.(events.length + asked, of)) {
    if (await isHeld()) return err('busy');
    const batch = photos.slice(asked, asked + MAX_HAVE_HASHES);
    const answers = await comparePhotos(deps, call, batch);
    if (!answers.ok) return err(answers.error.error);
    for (const answer of answers.value) told[answer] += 1;
    asked += batch.length;
  }
  return ok({
    events: { asked: events.length, again: eventsAgain },
    photos: { asked: photos.length, again: told.again },
    lost: told.lost,
  });
};
