/**
 * Asks the server about every event and photo that this phone regards as arrived, and compares them by hash.
 *
 * Promises: the questions change nothing, neither what is shown nor the counts of unsent events, on the phone and on
 * the server. What the server does not have is no longer shown as complete and is sent again automatically. A photo
 * that neither side has counts as lost until a later comparison finds it. During a Retry-After no request is sent,
 * also when another page or the service worker received it ([P13]).
 * Assumes: the same bytes of an event get their stored verdict ([P3]), so a push can serve as a question. A server
 * that did not know an event stores it; the phone offers it once more to receive the verdict.
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
import { markPhotoFound, photosToCompare, reopenPhoto } from '#storage/photos/photos.ts';
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
  /** `asked`: items asked about. `again`: items of these that the server did not have and that are sent again. */
  readonly events: { readonly asked: number; readonly again: number };
  readonly photos: { readonly asked: number; readonly again: number };
  /** Photos that neither the server nor this phone has. */
  readonly lost: number;
};

/** Whether the server has everything that this phone regards as arrived. */
export const isEqual = ({ events, photos, lost }: Comparison): boolean =>
  events.again + photos.again + lost === 0;

export type CompareDeps = {
  readonly db: MainDb;
  readonly identity: Identity;
  readonly transport: Transport;
  readonly now: () => Millis;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onProgress?: (asked: number, total: number) => void;
};

type Answered<T> = Promise<Result<T, CallFailure>>;

const refused = (error: ErrorCode): CallFailure => ({
  kind: 'refused',
  status: 200,
  error,
  header: () => null,
});
/** Events that were answered before have no back-off. */
const noBackoff = { isOpen: () => true, failures: () => 0 };

/** The server's verdict on each event of the batch, in the same order. */
const askVerdicts = async (db: MainDb, call: Call, batch: readonly OutboxRow[]): Answered<PushVerdict[]> => {
  // The server subtracts the batch, so the number of unsent events it stores stays the same.
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

/** Returns how many events of the batch the server did not have with the same verdict. */
const compareEvents = async (db: MainDb, call: Call, batch: readonly OutboxRow[]): Answered<number> => {
  const answered = await askVerdicts(db, call, batch);
  if (!answered.ok) return answered;
  const pairs = batch.map((row, i) => ({ row, answer: answered.value[i]! }));
  const different = pairs.filter(({ row, answer }) => !answer.duplicate || answer.verdict !== row.verdict);
  await offerEventsAgain(
    db,
    different.map(({ row }) => row.eventId),
  );
  // An event that was held at the last answer may have been judged since. The server has it; the offer below returns
  // its verdict.
  return ok(different.filter(({ row, answer }) => !answer.duplicate || row.verdict !== 'held').length);
};

type PhotoAnswer = HaveAnswer['photos'][number];
type PhotoResult = 'onServer' | 'again' | 'lost';

/** Compares one photo with the server's answer and records the difference. */
const comparePhoto = async (
  db: MainDb,
  photo: PhotoRow,
  { state, receipt }: PhotoAnswer,
  now: Millis,
): Promise<PhotoResult> => {
  const isOnServer = state === 'complete' && receipt !== null;
  if (isOnServer && isLost(photo)) await markPhotoFound(db, photo.sha256, receipt, now);
  if (isOnServer) return 'onServer';
  return (await reopenPhoto(db, photo.sha256)) ? 'again' : 'lost';
};

const comparePhotos = async (
  { db, now }: CompareDeps,
  call: Call,
  batch: readonly PhotoRow[],
): Answered<readonly PhotoResult[]> => {
  const { headers, body } = await jsonBody({ hashes: batch.map((photo) => photo.sha256) });
  const offered = await readKnownHeads(db);
  const answered = await call.json(
    { method: 'POST', path: '/api/photos/have', headers: { ...headers, ...knownHeadsHeader(offered) }, body },
    readAs(haveAnswerSchema),
  );
  if (!answered.ok) return answered;
  const { head } = answered.value;
  await recordWithHead(db, db.photos, { offered, head }, () => Promise.resolve());
  const answersByHash = new Map(answered.value.photos.map((answer) => [answer.sha256, answer]));
  if (!batch.every(({ sha256 }) => answersByHash.has(sha256))) return err(refused('malformed'));
  return ok(
    await Promise.all(batch.map((photo) => comparePhoto(db, photo, answersByHash.get(photo.sha256)!, now()))),
  );
};

/**
 * Events first: the server answers about a photo only to a device with a claim to it. After an error the rest is not
 * asked about; what was found missing until then is sent again.
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
  const mustWait = async (): Promise<boolean> => {
    backoff.pauseUntil(await readRetryAfter(db));
    return !backoff.isOpen(retryKey.link);
  };
  const [events, photos] = await Promise.all([answeredEvents(db), photosToCompare(db)]);
  const total = events.length + photos.length;
  let eventsAgain = 0;
  const counts = { onServer: 0, again: 0, lost: 0 };
  for (let asked = 0; asked < events.length; onProgress?.(asked, total)) {
    if (await mustWait()) return err('busy');
    const batch = pickBatch(events.slice(asked), noBackoff, MAX_PUSH_EVENTS, deps.now());
    const again = await compareEvents(db, call, batch);
    if (!again.ok) return err(again.error.error);
    eventsAgain += again.value;
    asked += batch.length;
  }
  for (let asked = 0; asked < photos.length; onProgress?.(events.length + asked, total)) {
    if (await mustWait()) return err('busy');
    const batch = photos.slice(asked, asked + MAX_HAVE_HASHES);
    const answers = await comparePhotos(deps, call, batch);
    if (!answers.ok) return err(answers.error.error);
    for (const answer of answers.value) counts[answer] += 1;
    asked += batch.length;
  }
  return ok({
    events: { asked: events.length, again: eventsAgain },
    photos: { asked: photos.length, again: counts.again },
    lost: counts.lost,
  });
};
