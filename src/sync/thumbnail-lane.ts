import type { ErrorCode } from '#domain/base/errors.ts';
import {
  MAX_THUMBNAIL_BATCH_BYTES,
  packThumbnails,
  thumbnailsAnswerSchema,
} from '#domain/protocol/photos.ts';
import type { PhotoRow } from '#storage/main-db.ts';
import { offerEventsAgain } from '#storage/outbox.ts';
import { markThumbnails, readBytes } from '#storage/photos.ts';
import { waitingThumbnails } from '#storage/waiting-photos.ts';
import { answeredPhotos } from './answered-photos.ts';
import { readAs, type CallFailure } from './call.ts';
import { isBlamed, isTrouble, parkKey, type LaneContext, type Refused, type Work } from './lane.ts';

/** Many in one body: small pictures reach the desk before any large one. */
export const createThumbnailLane = ({ db, call, backoff }: LaneContext) => {
  let limit = Number.POSITIVE_INFINITY;

  const pick = async (): Promise<PhotoRow[]> => {
    const waiting = await waitingThumbnails(db);
    const open = waiting.filter((photo) => backoff.isOpen(parkKey.thumbnail(photo.thumbnail)));
    const batch: PhotoRow[] = [];
    let bytes = 0;
    const failures = (photo: PhotoRow) => backoff.failures(parkKey.thumbnail(photo.thumbnail));
    const inTurn = (await answeredPhotos(db, open)).sort((a, b) => failures(a) - failures(b));
    for (const photo of inTurn) {
      bytes += 4 + photo.thumbnailBytes;
      if (batch.length >= limit || (batch.length > 0 && bytes > MAX_THUMBNAIL_BATCH_BYTES)) break;
      batch.push(photo);
    }
    return batch;
  };

  const park = (photos: readonly PhotoRow[]) => {
    for (const photo of photos) backoff.park(parkKey.thumbnail(photo.thumbnail));
  };

  const narrow = (batch: PhotoRow[], refusal: Refused): void => {
    if (isTrouble(refusal)) backoff.park(parkKey.thumbnails);
    if (!isBlamed(refusal)) return;
    limit = Math.max(1, Math.floor(batch.length / 2));
    if (batch.length === 1) park(batch);
  };

  const send = async (batch: PhotoRow[]): Promise<CallFailure | null> => {
    const pictures = await Promise.all(batch.map((photo) => readBytes(db, photo.thumbnail)));
    const missing = batch.filter((_, i) => pictures[i] === null);
    await markThumbnails(
      db,
      missing.map((photo) => photo.sha256),
      'missing',
    );
    const here = batch.filter((_, i) => pictures[i] !== null);
    if (here.length === 0) return null;
    const packed = packThumbnails(pictures.flatMap((data) => (data ? [new Uint8Array(data)] : [])));
    const answered = await call.json(
      {
        method: 'POST',
        path: '/api/photos/thumbnails',
        headers: { 'content-type': 'application/octet-stream' },
        body: packed.buffer as ArrayBuffer,
      },
      readAs(thumbnailsAnswerSchema),
    );
    if (!answered.ok) {
      if (answered.error.kind === 'refused') narrow(here, answered.error);
      return answered.error;
    }
    const answersByHash = new Map(answered.value.thumbnails.map((it) => [it.sha256, it]));
    const stored = here.filter((photo) => answersByHash.get(photo.thumbnail)?.stored);
    const others = here.filter((photo) => !stored.includes(photo));
    await markThumbnails(
      db,
      stored.map((photo) => photo.sha256),
      'stored',
    );
    park(others);
    const unclaimed: ErrorCode = 'notClaimed';
    await offerEventsAgain(
      db,
      others
        .filter((photo) => answersByHash.get(photo.thumbnail)?.reason === unclaimed)
        .flatMap((photo) => photo.events),
    );
    backoff.clear(parkKey.thumbnails);
    limit *= 2;
    return null;
  };

  return {
    next: async (): Promise<Work | null> => {
      if (!backoff.isOpen(parkKey.thumbnails)) return null;
      const batch = await pick();
      return batch.length === 0 ? null : () => send(batch);
    },
  };
};
