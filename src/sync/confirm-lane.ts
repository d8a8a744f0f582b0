import {
  haveAnswerSchema,
  MAX_HAVE_HASHES,
  type HaveAnswer,
  type HaveRequest,
} from '#domain/protocol/photos.ts';
import type { PhotoRow } from '#storage/main-db.ts';
import { confirmPhoto, sendPhotoAgain, sendThumbnailAgain, unconfirmedPhotos } from '#storage/photos.ts';
import { readAs, type CallFailure } from './call.ts';
import { jsonBody } from './gzip.ts';
import { parkKey, type LaneContext, type Work } from './lane.ts';

/** While photos are moving, so many are asked about in one request. */
const WORTH_ASKING = 4;

/** A restored server is asked about it once more, and about its thumbnail, which nobody else asks about. */
const wasConfirmed = (photo: PhotoRow): boolean => photo.receipt !== null;

/** As many as one request may ask about. */
const askable = (photos: readonly PhotoRow[]): readonly PhotoRow[] => {
  let hashes = 0;
  return photos.filter((photo) => (hashes += wasConfirmed(photo) ? 2 : 1) <= MAX_HAVE_HASHES);
};

/** The later, separate request: only its receipt lets a phone free a photo. */
export const createConfirmLane = ({ db, call, backoff, now }: LaneContext) => {
  const settle = async ({ sha256, state, receipt }: HaveAnswer['photos'][number]): Promise<boolean> => {
    if (state === 'complete' && receipt === null) return false;
    if (state === 'complete' && receipt !== null) await confirmPhoto(db, sha256, receipt, now());
    else await sendPhotoAgain(db, sha256);
    return true;
  };

  const ask = async (batch: readonly PhotoRow[]): Promise<CallFailure | null> => {
    const hashes = batch.map((photo) => photo.sha256);
    const again = batch.filter(wasConfirmed);
    const request: HaveRequest = {
      hashes: [...hashes, ...again.map((photo) => photo.thumbnail)],
      receipts: Object.fromEntries(again.map((photo) => [photo.sha256, photo.receipt ?? ''])),
    };
    const body = await jsonBody(request);
    const answered = await call.json(
      { method: 'POST', path: '/api/photos/have', ...body },
      readAs(haveAnswerSchema),
    );
    if (!answered.ok) {
      if (answered.error.kind === 'refused') backoff.park(parkKey.confirm);
      return answered.error;
    }
    const settled = await Promise.all(
      answered.value.photos.filter((it) => hashes.includes(it.sha256)).map(settle),
    );
    const lostThumbnails = answered.value.photos.filter(({ state }) => state !== 'complete');
    for (const { sha256, thumbnail } of again)
      if (lostThumbnails.some((it) => it.sha256 === thumbnail)) await sendThumbnailAgain(db, sha256);
    const all = settled.length === hashes.length && settled.every(Boolean);
    if (all) backoff.clear(parkKey.confirm);
    else backoff.park(parkKey.confirm);
    return null;
  };

  return {
    next: async (photosInFlight: number): Promise<Work | null> => {
      if (!backoff.isOpen(parkKey.confirm)) return null;
      const stored = await unconfirmedPhotos(db);
      if (stored.length === 0 || (photosInFlight > 0 && stored.length < WORTH_ASKING)) return null;
      return () => ask(askable(stored));
    },
  };
};
