import { haveAnswerSchema, MAX_HAVE_HASHES, type HaveAnswer } from '#domain/protocol/photos.ts';
import type { PhotoRow } from '#storage/main-db.ts';
import { confirmPhoto, sendPhotoAgain, unconfirmedPhotos } from '#storage/photos.ts';
import { readAs, type CallFailure } from './call.ts';
import { jsonBody } from './gzip.ts';
import { parkKey, type LaneContext, type Work } from './lane.ts';

/** While photos are moving, so many are asked about in one request. */
const WORTH_ASKING = 4;

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
    const body = await jsonBody({ hashes });
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
      return () => ask(stored.slice(0, MAX_HAVE_HASHES));
    },
  };
};
