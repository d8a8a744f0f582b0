import { haveAnswerSchema, MAX_HAVE_HASHES, type HaveRequest } from '#domain/protocol/photos.ts';
import type { Millis } from '#domain/base/units.ts';
import type { PhotoRow } from '#storage/databases/main-db.ts';
import { sendThumbnailAgain, recordReceipts } from '#storage/photos/photos.ts';
import { readKnownHeads, recordWithHead } from '#storage/subjects/known-heads.ts';
import { readAs, knownHeadsHeader, type CallFailure } from '#sync/transport/call.ts';
import { jsonBody } from '#sync/transport/gzip.ts';
import { retryKey, type LaneContext, type Work } from '#sync/engine/lane.ts';

/** The shortest time between two requests during uploads. */
const WHILE_SENDING: Millis = 120_000;

/**
 * After a restore, `have` asks about a confirmed photo again. It also names the thumbnail, which no other request checks.
 */
const wasConfirmed = (photo: PhotoRow): boolean => photo.receipt !== null;

/** As many photos as fit into one request. */
const askable = (photos: readonly PhotoRow[]): readonly PhotoRow[] => {
  let hashes = 0;
  return photos.filter((photo) => (hashes += wasConfirmed(photo) ? 2 : 1) <= MAX_HAVE_HASHES);
};

/** Sends `have`, a later and separate request. Only its receipt allows a phone to free a photo. */
export const createConfirmLane = ({ db, call, backoff, waiting, now }: LaneContext) => {
  let isUrgent = false;
  let askedAt = now();

  const ask = async (batch: readonly PhotoRow[]): Promise<CallFailure | null> => {
    isUrgent = false;
    askedAt = now();
    const hashes = batch.map((photo) => photo.sha256);
    const confirmedBefore = batch.filter(wasConfirmed);
    const request: HaveRequest = {
      hashes: [...hashes, ...confirmedBefore.map((photo) => photo.thumbnail)],
      receipts: Object.fromEntries(confirmedBefore.map((photo) => [photo.sha256, photo.receipt ?? ''])),
    };
    const { headers, body } = await jsonBody(request);
    const offered = await readKnownHeads(db);
    const answered = await call.json(
      {
        method: 'POST',
        path: '/api/photos/have',
        headers: { ...headers, ...knownHeadsHeader(offered) },
        body,
      },
      readAs(haveAnswerSchema),
    );
    if (!answered.ok) {
      if (answered.error.kind === 'refused') backoff.backOff(retryKey.confirm);
      return answered.error;
    }
    // A photo that is complete without a receipt is not confirmed.
    const confirmed = answered.value.photos.filter(
      ({ sha256, state, receipt }) => hashes.includes(sha256) && (state !== 'complete' || receipt !== null),
    );
    const receipts = new Map(
      confirmed.map(({ sha256, state, receipt }) => [sha256, state === 'complete' ? receipt : null]),
    );
    const { head } = answered.value;
    await recordWithHead(db, db.photos, { offered, head }, () => recordReceipts(db, receipts, now()));
    const missing = new Set(
      answered.value.photos.flatMap(({ sha256, state }) => (state === 'complete' ? [] : sha256)),
    );
    for (const { sha256, thumbnail } of confirmedBefore)
      if (missing.has(thumbnail)) await sendThumbnailAgain(db, sha256);
    waiting.invalidate();
    const areAllConfirmed = confirmed.length === hashes.length;
    if (areAllConfirmed) backoff.clear(retryKey.confirm);
    else backoff.backOff(retryKey.confirm);
    return null;
  };

  return {
    /** Storage is short: photos with a receipt can be freed. */
    hurry: (): void => {
      isUrgent = true;
    },
    /**
     * During uploads only when about as many photos wait as one request takes, or every two minutes, so that on a slow
     * link the person sees one report after the other become complete. At once when storage is short.
     */
    next: (isSending: boolean): Work | null => {
      if (!backoff.isOpen(retryKey.confirm)) return null;
      const unconfirmed = waiting.unconfirmed();
      const wasAskedRecently = Math.abs(now() - askedAt) < WHILE_SENDING;
      if (unconfirmed.length === 0) return null;
      if (isSending && !isUrgent && wasAskedRecently && unconfirmed.length < MAX_HAVE_HASHES) return null;
      return () => ask(askable(unconfirmed));
    },
  };
};
