/**
 * Sends photos, newest report first, each by its hash.
 *
 * Promises: the first try sends the whole photo in one PUT. After a cut the lane asks the server for the upload offset
 * and sends the rest by PATCH. Every upload names its offset: when a reused connection is cut, a browser repeats the
 * whole request by itself, and the server then answers with the offset to go on from. A photo with missing or damaged
 * bytes on this phone is marked, never silently skipped.
 * Assumes: the server answers 201 only when the bytes are durable and have the hash that names them.
 */
import type { Bytes, Sha256 } from '#domain/base/units.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { LENGTH_HEADER, OFFSET_HEADER, photoAnswerSchema } from '#domain/protocol/photos.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import type { PhotoRow } from '#storage/databases/main-db.ts';
import { offerEventsAgain } from '#storage/outbox/outbox.ts';
import * as photos from '#storage/photos/photos.ts';
import { linkDown, wasNeverSent, type CallFailure } from '#sync/transport/call.ts';
import { isTrouble, retryKey, type LaneContext, type Refused, type Work } from '#sync/engine/lane.ts';
import { releasePhotoMemory } from './release-photo-memory.ts';
import { answerText, type TransportAnswer } from '#sync/transport/transport.ts';

/** Corrections of the offset or resends before the photo waits behind the others. */
const MAX_STEPS = 6;

const offsetIn = (answer: Pick<TransportAnswer, 'header'>): Bytes | null => {
  const text = answer.header(OFFSET_HEADER);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
};

export const createPhotoLane = ({ db, call, backoff, board, waiting, uploads, pullNow }: LaneContext) => {
  const inFlight = new Set<Sha256>();

  /** The number of bytes that the server has; 0 when it does not know the photo. */
  const askOffset = async (sha256: Sha256): Promise<Result<Bytes, CallFailure>> => {
    const answered = await call.exchange({ method: 'HEAD', path: `/api/photos/${sha256}` });
    if (!answered.ok) return answered;
    if (answered.value.status === 404) return ok(0);
    const offset = answered.value.status === 200 ? offsetIn(answered.value) : null;
    if (offset !== null) return ok(offset);
    if (answered.value.status >= 500) {
      // An error of our server or of a proxy. A photo that causes it must not be asked about again before all others.
      backoff.backOff(retryKey.photos);
      backoff.backOff(retryKey.photo(sha256));
      return err({ kind: 'refused', error: 'internal', ...answered.value });
    }
    // An answer to HEAD has no marker, so it may come from a captive portal. The pull shows whether the link or the
    // session failed.
    pullNow();
    return err(linkDown);
  };

  /** Sends from the offset. Returns the new offset; the length of the photo means that the server stored all of it. */
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
    const stored = parseMessage(photoAnswerSchema, answerText(answered.value));
    return stored.ok && stored.value.sha256 === sha256 ? ok(totalBytes) : err(linkDown);
  };

  /** Handles a refusal. Returns the offset to go on from, or null when the photo has to wait. */
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
    // Its event was answered, but the server has no claim: the server lost the event, so it is offered again.
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
    const loaded = await photos.takePhoto(db, sha256);
    if (loaded === null) {
      waiting.invalidate();
      return null;
    }
    const failure = await send(loaded.photo, loaded.data).finally(() => releasePhotoMemory(loaded.data));
    if (failure && wasNeverSent(failure)) await photos.markPhotoUntried(db, sha256);
    return failure;
  };

  const createWork = ({ sha256 }: PhotoRow): Work => {
    inFlight.add(sha256);
    return () =>
      upload(sha256).finally(() => {
        inFlight.delete(sha256);
        board.photoEnded(sha256);
      });
  };

  return {
    /** Work for the first photo of `passing` that is not in flight and not waiting for its back-off. */
    next: (passing: readonly PhotoRow[]): Work | null => {
      if (!backoff.isOpen(retryKey.photos)) return null;
      const isOpen = (photo: PhotoRow) =>
        waiting.isClaimed(photo) &&
        !inFlight.has(photo.sha256) &&
        backoff.isOpen(retryKey.photo(photo.sha256));
      const failures = (photo: PhotoRow) => backoff.failures(retryKey.photo(photo.sha256));
      const [photo] = passing.filter(isOpen).sort((a, b) => failures(a) - failures(b));
      return photo ? createWork(photo) : null;
    },
  };
};
