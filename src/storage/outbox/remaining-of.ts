import type { Bytes } from '#domain/base/units.ts';
import type { PhotoRow } from '#storage/databases/main-db.ts';
import { isLost } from '#storage/photos/lost-photo.ts';
import type { Waiting } from './waiting.ts';

/** What has not arrived completely: counts and bytes. */
export type Remaining = {
  readonly events: number;
  readonly thumbnails: number;
  readonly thumbnailBytes: Bytes;
  readonly photos: number;
  readonly photoBytes: Bytes;
  /** Photos that the server has received but not confirmed with a receipt. */
  readonly unconfirmed: number;
  /** Photos whose bytes this phone has lost: they are not sent and have not arrived. */
  readonly lost: number;
  readonly lostBytes: Bytes;
};

const bytesOf = (photos: readonly PhotoRow[], bytes: (photo: PhotoRow) => Bytes): Bytes =>
  photos.reduce((sum, photo) => sum + bytes(photo), 0);

/** `events` and `photos` must contain every row that has not arrived; other rows do not change the result. */
export const remainingOf = ({ events, photos }: Waiting): Remaining => {
  const thumbnails = photos.filter((photo) => photo.thumbnailState === 'waiting');
  const waiting = photos.filter((photo) => photo.state === 'waiting');
  const lost = waiting.filter(isLost);
  return {
    events: events.filter((row) => row.unsent === 1).length,
    thumbnails: thumbnails.length,
    thumbnailBytes: bytesOf(thumbnails, (photo) => photo.thumbnailBytes),
    photos: waiting.length - lost.length,
    photoBytes: bytesOf(waiting, (photo) => (isLost(photo) ? 0 : Math.max(0, photo.bytes - photo.sent))),
    unconfirmed: photos.filter((photo) => photo.state === 'stored').length,
    lost: lost.length,
    lostBytes: bytesOf(lost, (photo) => photo.bytes),
  };
};
