/**
 * Photos, newest report first, each by its hash.
 *
 * Promises: the first try is the whole photo in one PUT; after a cut the server is asked how much it holds and the
 * rest follows by PATCH. Every try says from where it sends: a browser repeats a whole request by itself when a
 * connection it had used before is cut, and the server then tells the offset to go on from instead. A photo whose
 * bytes are gone or damaged here is marked, never silently skipped.
 * Assumes: the server answers 201 only once the bytes are durable and have the hash that names them.
 */
import type { Bytes, Sha256 } from '#domain/base/units.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { LENGTH_HEADER, OFFSET_HEADER, photoAnswerSchema } from '#domain/protocol/photos.ts';
import { parseAnswer } from '#domain/protocol/answer.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import type { PhotoRow } from '#storage/databases/main-db.ts';
import { offerEventsAgain } from '#storage/outbox/outbox.ts';
import * as photos from '#storage/photos/photos.ts';
import { linkDown, wasNeverSent, type CallFailure } from '#sync/transport/call.ts';
import { isTrouble, retryKey, type LaneContext, type Refused, type Work } from '#sync/engine/lane.ts';
import { releasePhotoMemory } from './release-photo-memory.ts';
import { answerText, type TransportAnswer } from '#sync/transport/transport.ts';

/** Corrections of offset or bytes before the photo has to wait its turn again. */
const MAX_STEPS = 6;

const offsetIn = (answer: Pick<TransportAnswer, 'header'>): Bytes | null => {
  const text = answer.header(OFFSET_HEADER);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
};

export const createPhotoLane = ({ db, call, backoff, board, waiting, uploads, pullNow }: LaneContext) => {
  const travelling = new Set<Sha256>();

  /** How much the server holds; 0 when it knows nothing of it. */
  const askOffset = async (sha256: Sha256): Promise<Result<Bytes, CallFailure>> => {
    const answered = await call.exchange({ method: 'HEAD', path: `/api/photos/${sha256}` });
    if (!answered.ok) return answered;
    if (answered.value.status === 404) return ok(0);
    const offset = answered.value.status === 200 ? offsetIn(answered.value) : null;
    if (offset !== null) return ok(offset);
    if (answered.value.status >= 500) {
      // Ours or a proxy's: one photo it fails on must not be asked about again and again before all others.
      backoff.backOff(retryKey.photos);
      backoff.backOff(retryKey.photo(sha256));
      return err({ kind: 'refused', error: 'internal', ...answered.value });
    }
    // Nothing in a HEAD tells ours from a portal's: the pull will say whether it is the link or the session.
    pullNow();
    return err(linkDown);
  };

  /** Sends from the offset. Gives the offset reached; the photo's length means that it is stored. */
  const sendFrom = async (
    { sha256 }: PhotoRow,
    data: ArrayBuffer,
    offset: Bytes,
  ): Promise<Result<Bytes, CallFailure>> => {
    const totalBytes = data.byteLength;
    const answered = await uploads.send('photo', () => {
      board.photoMoved({ sha256, sentBytes: offset, totalBytes });
      return call.exchange({
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
    if (isTrouble(refusal)) backoff.backOff(retryKey.photos);
    // Its event was answered, yet nobody claims it: the server has lost the event, so it is offered again.
    if (refusal.error === 'notClaimed') await offerEventsAgain(db, photo.events);
    await photos.markPhotoFailed(db, sha256, refusal.error);
    return null;
  };

  const send = async (photo: PhotoRow, data: ArrayBuffer): Promise<CallFailure | null> => {
    const { sha256 } = photo;
    const total = data.byteLength;
    let offset: Bytes = 0;
    if (photo.tries > 0) {
      const asked = await askOffset(sha256);
      if (!asked.ok) return asked.error;
      offset = asked.value > total ? 0 : asked.value;
      await photos.markPhotoSent(db, sha256, offset);
    }
    for (let steps = 0; offset < total && steps < MAX_STEPS; steps++) {
      const sent = await sendFrom(photo, data, offset);
      if (sent.ok) {
        offset = sent.value;
        continue;
      }
      if (sent.error.kind !== 'refused') return sent.error;
      const next = await afterRefusal(photo, data, sent.error);
      if (next === null) {
        backoff.backOff(retryKey.photo(sha256));
        waiting.invalidate();
        return sent.error;
      }
      offset = next > total ? 0 : next;
    }
    if (offset < total) {
      backoff.backOff(retryKey.photo(sha256));
      return null;
    }
    backoff.clear(retryKey.photos);
    backoff.clear(retryKey.photo(sha256));
    await photos.markPhotoStored(db, sha256);
    waiting.change([sha256], { state: 'stored' });
    return null;
  };

  const upload = async (sha256: Sha256): Promise<CallFailure | null> => {
    const taken = await photos.takePhoto(db, sha256);
    if (taken === null) {
      waiting.invalidate();
      return null;
    }
    const failure = await send(taken.photo, taken.data).finally(() => releasePhotoMemory(taken.data));
    if (failure && wasNeverSent(failure)) await photos.markPhotoUntried(db, sha256);
    return failure;
  };

  const carry = ({ sha256 }: PhotoRow): Work => {
    travelling.add(sha256);
    return () =>
      upload(sha256).finally(() => {
        travelling.delete(sha256);
        board.photoEnded(sha256);
      });
  };

  return {
    /** The first of those that may travel. */
    next: (passing: readonly PhotoRow[]): Work | null => {
      if (!backoff.isOpen(retryKey.photos)) return null;
      const isOpen = (photo: PhotoRow) =>
        waiting.isClaimed(photo) &&
        !travelling.has(photo.sha256) &&
        backoff.isOpen(retryKey.photo(photo.sha256));
      const failures = (photo: PhotoRow) => backoff.failures(retryKey.photo(photo.sha256));
      const [photo] = passing.filter(isOpen).sort((a, b) => failures(a) - failures(b));
      return photo ? carry(photo) : null;
    },
  };
};
