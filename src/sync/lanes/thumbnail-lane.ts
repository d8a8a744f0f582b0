import type { ErrorCode } from '#domain/base/errors.ts';
import {
  MAX_THUMBNAIL_BATCH_BYTES,
  packThumbnails,
  thumbnailsAnswerSchema,
} from '#domain/protocol/photos.ts';
import type { PhotoRow } from '#storage/databases/main-db.ts';
import { offerEventsAgain } from '#storage/outbox/outbox.ts';
import { markThumbnails, readPictures } from '#storage/photos/photos.ts';
import { readKnownHeads, recordWithHead } from '#storage/subjects/known-heads.ts';
import { createBatchLimit } from './batch-limit.ts';
import { wasCutMidway, readAs, knownHeadsHeader, type CallFailure } from '#sync/transport/call.ts';
import {
  isBlamed,
  isTrouble,
  retryKey,
  type LaneContext,
  type Refused,
  type Work,
} from '#sync/engine/lane.ts';

/** Sends many thumbnails in one body, so that they reach the desk before the photos. */
export const createThumbnailLane = ({ db, call, backoff, waiting, uploads }: LaneContext) => {
  const limit = createBatchLimit(Number.POSITIVE_INFINITY);
  const inFlight = new Set<PhotoRow['sha256']>();

  const pick = (): PhotoRow[] => {
    const isOpen = (photo: PhotoRow) =>
      waiting.isClaimed(photo) &&
      !inFlight.has(photo.sha256) &&
      backoff.isOpen(retryKey.thumbnail(photo.thumbnail));
    const batch: PhotoRow[] = [];
    let bytes = 0;
    const failures = (photo: PhotoRow) => backoff.failures(retryKey.thumbnail(photo.thumbnail));
    const ready = waiting.thumbnails().filter(isOpen);
    for (const photo of ready.sort((a, b) => failures(a) - failures(b))) {
      bytes += 4 + photo.thumbnailBytes;
      if (batch.length >= limit.most() || (batch.length > 0 && bytes > MAX_THUMBNAIL_BATCH_BYTES)) break;
      batch.push(photo);
    }
    return batch;
  };

  const backOff = (photos: readonly PhotoRow[]) => {
    for (const photo of photos) backoff.backOff(retryKey.thumbnail(photo.thumbnail));
  };

  const narrow = (batch: PhotoRow[], refusal: Refused): void => {
    if (isTrouble(refusal)) backoff.backOff(retryKey.thumbnails);
    if (!isBlamed(refusal)) return;
    limit.halve(batch);
    if (batch.length === 1) backOff(batch);
  };

  const mark = async (photos: readonly PhotoRow[], thumbnailState: 'stored' | 'missing'): Promise<void> => {
    if (photos.length === 0) return;
    const hashes = photos.map((photo) => photo.sha256);
    await markThumbnails(db, hashes, thumbnailState);
    waiting.change(hashes, { thumbnailState });
  };

  const send = async (batch: PhotoRow[]): Promise<CallFailure | null> => {
    const pictures = await readPictures(
      db,
      batch.map((photo) => photo.thumbnail),
    );
    await mark(
      batch.filter((_, i) => pictures[i] === null),
      'missing',
    );
    const here = batch.filter((_, i) => pictures[i] !== null);
    if (here.length === 0) return null;
    const offered = await readKnownHeads(db);
    const packed = packThumbnails(pictures.flatMap((data) => (data ? [new Uint8Array(data)] : [])));
    const answered = await uploads.send('thumbnails', () =>
      call.json(
        {
          method: 'POST',
          path: '/api/photos/thumbnails',
          headers: { 'content-type': 'application/octet-stream', ...knownHeadsHeader(offered) },
          body: packed.buffer as ArrayBuffer,
        },
        readAs(thumbnailsAnswerSchema),
      ),
    );
    if (!answered.ok) {
      if (answered.error.kind === 'refused') narrow(here, answered.error);
      else if (wasCutMidway(answered.error)) limit.halve(here);
      return answered.error;
    }
    const answersByHash = new Map(answered.value.thumbnails.map((answer) => [answer.sha256, answer]));
    const stored = here.filter((photo) => answersByHash.get(photo.thumbnail)?.stored);
    const { head } = answered.value;
    await recordWithHead(db, db.photos, { offered, head }, () => mark(stored, 'stored'));
    const notStored = here.filter((photo) => !stored.includes(photo));
    backOff(notStored);
    const unclaimed: ErrorCode = 'notClaimed';
    const toOffer = notStored.filter((photo) => answersByHash.get(photo.thumbnail)?.reason === unclaimed);
    if (toOffer.length > 0) {
      await offerEventsAgain(
        db,
        toOffer.flatMap((photo) => photo.events),
      );
      waiting.invalidate();
    }
    backoff.clear(retryKey.thumbnails);
    limit.grow();
    return null;
  };

  const createWork = (batch: PhotoRow[]): Work => {
    for (const { sha256 } of batch) inFlight.add(sha256);
    return () =>
      send(batch).finally(() => {
        for (const { sha256 } of batch) inFlight.delete(sha256);
      });
  };

  return {
    next: (): Work | null => {
      if (!backoff.isOpen(retryKey.thumbnails)) return null;
      const batch = pick();
      return batch.length === 0 ? null : createWork(batch);
    },
  };
};
