import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import type { Backoff } from './backoff.ts';
import type { Call, CallFailure } from '#sync/transport/call.ts';
import type { StatusBoard } from './status.ts';
import type { Uploads } from '#sync/lanes/uploads.ts';
import type { PendingCache } from './pending-cache.ts';

/** What every lane works with. */
export type LaneContext = {
  readonly db: MainDb;
  readonly call: Call;
  readonly backoff: Backoff;
  readonly waiting: PendingCache;
  readonly uploads: Uploads;
  readonly now: () => Millis;
  readonly board: Pick<StatusBoard, 'photoMoved' | 'photoEnded'>;
  /** Requests a pull now. */
  readonly pullNow: () => void;
  /** The server has changes: requests a pull for when it does not delay uploads. */
  readonly pullWhenIdle: () => void;
};

/**
 * One unit of work: at most a few requests; its results are stored before it ends. When it returns a refusal, the
 * affected keys already wait, so the next unit is a different one.
 */
export type Work = () => Promise<CallFailure | null>;

export type Refused = CallFailure & { readonly kind: 'refused' };

/** Back-off keys. */
export const retryKey = {
  link: 'link',
  event: (id: string) => `event:${id}`,
  photo: (sha256: string) => `photo:${sha256}`,
  thumbnail: (sha256: string) => `thumbnail:${sha256}`,
  /** Keys of whole lanes: the server has a problem, not the item. */
  push: 'push',
  thumbnails: 'thumbnails',
  photos: 'photos',
  pull: 'pull',
  confirm: 'confirm',
} as const;

/** The keys under which one event, photo or thumbnail may wait, by its id or hash. */
export const keysOf = (name: string): readonly string[] => [
  retryKey.event(name),
  retryKey.photo(name),
  retryKey.thumbnail(name),
];
/** The other keys that must be open before an item can be sent. */
export const sendingLanes = [retryKey.link, retryKey.push, retryKey.thumbnails, retryKey.photos] as const;

const serverStateErrors: readonly string[] = [
  'busy',
  'upgradeNeeded',
  'storageFull',
  'wrongAddress',
] satisfies ErrorCode[];

/** Whether the refusal is about the item that was sent, not about the state of the server. */
export const isBlamed = ({ error }: Refused): boolean => !serverStateErrors.includes(error);
/** Whether the server itself has a problem. To send the next item at once would make it worse. */
export const isTrouble = (refusal: Refused): boolean => refusal.status >= 500 || !isBlamed(refusal);
