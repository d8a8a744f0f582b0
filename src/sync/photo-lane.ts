/**
 * Photos, newest report first, each by its hash.
 *
 * Promises: the first try is the whole photo in one PUT; after a cut the server is asked how much it holds and the
 * rest follows by PATCH. Every try says from where it sends: a browser repeats a whole request by itself when a
 * connection it had used before is cut, and the server then tells the offset to go on from instead. A photo whose bytes are gone or damaged here is marked, never silently skipped.
 * Assumes: the server answers 201 only once the bytes are durable and have the hash that names them.
 */
import type { Bytes, Sha256 } from '#domain/base/units.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { LENGTH_HEADER, OFFSET_HEADER, photoAnswerSchema } from '#domain/protocol/photos.ts';
import { parseAnswer } from '#domain/protocol/answer.ts';
import { sha256Hex } from '#storage/device-key.ts';
import type { PhotoRow } from '#storage/main-db.ts';
import { offerEventsAgain } from '#storage/outbox.ts';
import * as photos from '#storage/photos.ts';
import { waitingPhotos } from '#storage/waiting-photos.ts';
import { answeredPhotos } from './answered-photos.ts';
import type { CallFailure } from './call.ts';
import { isTrouble, parkKey, type LaneContext, type Refused, type Work } from './lane.ts';
import type { PhotoGate } from './photo-gate.ts';
import { answerText, type TransportAnswer } from './transport.ts';

/** Two keep a slow link full while one waits for its answer; more only delay the newest. */
export const PHOTOS_AT_ONCE = 2;
/** Corrections of offset or bytes before the photo has to wait its turn again. */
const MAX_STEPS = 6;

const offsetIn = (answer: Pick<TransportAnswer, 'header'>): Bytes | null => {
  const text = answer.header(OFFSET_HEADER);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
};

export const createPhotoLane = (
  { db, call, backoff, board, askPull }: LaneContext,
  gate: Pick<PhotoGate, 'pass'>,
) => {
  const linkDown: CallFailure = { kind: 'link', error: 'offline' };

  /** How much the server holds; 0 when it knows nothing of it. */
  const askOffset = async (sha256: Sha256): Promise<Result<Bytes, CallFailure>> => {
    const answered = await call.exchange({ method: 'HEAD', path: `/api/photos/${sha256}` });
    if (!answered.ok) return answered;
    if (answered.value.status === 404) return ok(0);
    const offset = answered.value.status === 200 ? offsetIn(answered.value) : null;
    if (offset !== null) return ok(offset);
    // Nothing in a HEAD tells ours from a portal's: the pull will say whether it is the link or the session.
    askPull();
    return err(linkDown);
  };

  /** Sends from the offset. Gives the offset reached; the photo's length means that it is stored. */
  const sendFrom = async (
    { sha256 }: PhotoRow,
    data: ArrayBuffer,
    offset: Bytes,
  ): Promise<Result<Bytes, CallFailure>> => {
    const totalBytes = data.byteLength;
    board.photoMoved({ sha256, sentBytes: offset, totalBytes });
    const answered = await call.exchange({
      method: offset === 0 ? 'PUT' : 'PATCH',
      path: `/api/photos/${sha256}`,
      headers: {
        'content-type': 'application/octet-stream',
        [LENGTH_HEADER]: String(totalBytes),
        [OFFSET_HEADER]: String(offset),
      },
      body: offset === 0 ? data : data.slice(offset),
      onSent: (sent) => board.photoMoved({ sha256, sentBytes: offset + sent, totalBytes }),
    });
    if (!answered.ok) return answered;
    const reached = offsetIn(answered.value);
    if (answered.value.status === 204 && reached !== null) return ok(reached);
    const stored = parseAnswer(photoAnswerSchema, answerText(answered.value));
    return stored.ok && stored.value.sha256 === sha256 ? ok(totalBytes) : err(linkDown);
  };

  /** What a refusal leads to: the offset to go on from, or null when the photo has to wait. */
  const afterRefusal = async (
    photo: PhotoRow,
    data: ArrayBuffer,
    refusal: Refused,
  ): Promise<Bytes | null> => {
    const { sha256 } = photo;
    if (refusal.status === 409) return offsetIn(refusal);
    if (refusal.error === 'hashMismatch') {
      if ((await sha256Hex(data)) === sha256) return 0;
      await photos.markPhotoFailed(db, sha256, 'photoMissing');
      return null;
    }
    if (isTrouble(refusal)) backoff.park(parkKey.photos);
    // Its event was answered, yet nobody claims it: the server has lost the event, so it is offered again.
    if (refusal.error === 'notClaimed') await offerEventsAgain(db, photo.events);
    await photos.markPhotoFailed(db, sha256, refusal.error);
    return null;
  };

  const upload = async (photo: PhotoRow): Promise<CallFailure | null> => {
    const { sha256 } = photo;
    const data = await photos.readBytes(db, sha256);
    if (data === null) {
      await photos.markPhotoFailed(db, sha256, 'photoMissing');
      return null;
    }
    const total = data.byteLength;
    let offset: Bytes = 0;
    if (photo.tries > 0) {
      const asked = await askOffset(sha256);
      if (!asked.ok) return asked.error;
      offset = asked.value > total ? 0 : asked.value;
      await photos.markPhotoSent(db, sha256, offset);
    }
    await photos.markPhotoTried(db, sha256);
    for (let steps = 0; offset < total && steps < MAX_STEPS; steps++) {
      const sent = await sendFrom(photo, data, offset);
      if (sent.ok) {
        offset = sent.value;
        continue;
      }
      if (sent.error.kind !== 'refused') return sent.error;
      const next = await afterRefusal(photo, data, sent.error);
      if (next === null) {
        backoff.park(parkKey.photo(sha256));
        return sent.error;
      }
      offset = next > total ? 0 : next;
    }
    if (offset < total) {
      backoff.park(parkKey.photo(sha256));
      return null;
    }
    backoff.clear(parkKey.photos);
    backoff.clear(parkKey.photo(sha256));
    await photos.markPhotoStored(db, sha256);
    return null;
  };

  return {
    next: async (inFlight: (sha256: Sha256) => boolean): Promise<{ sha256: Sha256; work: Work } | null> => {
      if (!backoff.isOpen(parkKey.photos)) return null;
      const waiting = await gate.pass(await waitingPhotos(db));
      const open = waiting.filter(({ sha256 }) => !inFlight(sha256) && backoff.isOpen(parkKey.photo(sha256)));
      const failures = (photo: PhotoRow) => backoff.failures(parkKey.photo(photo.sha256));
      const photo = (await answeredPhotos(db, open)).sort((a, b) => failures(a) - failures(b)).at(0);
      if (!photo) return null;
      const work = () => upload(photo).finally(() => board.photoEnded(photo.sha256));
      return { sha256: photo.sha256, work };
    },
  };
};
