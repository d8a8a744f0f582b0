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
  /** Asks for a pull now. */
  readonly pullNow: () => void;
  /** Something on the server has changed: a pull when there is time for it. */
  readonly pullWhenIdle: () => void;
};

/**
 * One piece of work: at most a few requests, its results stored before it ends. A refusal it returns has parked
 * what it concerns, so that the next piece is another one.
 */
export type Work = () => Promise<CallFailure | null>;

export type Refused = CallFailure & { readonly kind: 'refused' };

/** Keys of what can be parked. */
export const retryKey = {
  link: 'link',
  event: (id: string) => `event:${id}`,
  photo: (sha256: string) => `photo:${sha256}`,
  thumbnail: (sha256: string) => `thumbnail:${sha256}`,
  /** Whole lanes, when the server is in trouble and not what was sent. */
  push: 'push',
  thumbnails: 'thumbnails',
  photos: 'photos',
  pull: 'pull',
  confirm: 'confirm',
} as const;

/** Under which one event, photo or thumbnail may be parked, by its id or hash. */
export const keysOf = (name: string): readonly string[] => [
  retryKey.event(name),
  retryKey.photo(name),
  retryKey.thumbnail(name),
];
/** What else has to be open for one of them to travel. */
export const sendingLanes = [retryKey.link, retryKey.push, retryKey.thumbnails, retryKey.photos] as const;

const blameless: readonly string[] = ['busy', 'upgradeNeeded', 'storageFull'] satisfies ErrorCode[];

/** Does the refusal speak of what was sent, or of the server's own state? */
export const isBlamed = ({ error }: Refused): boolean => !blameless.includes(error);
/** Is the server itself in trouble: asking at once for the next piece would only make it worse. */
export const isTrouble = (refusal: Refused): boolean => refusal.status >= 500 || !isBlamed(refusal);
