/**
 * The sync engine, for the page and for the service worker.
 *
 * Promises: text is sent first, then thumbnails, then photos; a new event does not wait for photos in flight. The
 * engine never gives up and loses nothing: a failed item waits for its own next time while all other work goes on. A
 * run ends when nothing is left, when the session is refused, or when its signal aborts.
 * Assumes: the sync lock prevents two runs at once, which saves traffic. Two runs do no harm: every step is stored
 * according to the server's answer, and the server accepts everything twice.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { readRetryAfter, storeRetryAfter } from '#storage/outbox/retry-after.ts';
import { freeConfirmed } from '#storage/photos/photos.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import { nextRelease } from '#storage/outbox/undo.ts';
import { reclaimSpaceToSend } from '#storage/photos/free-space.ts';
import { readRowsAgain } from '#storage/subjects/subjects.ts';
import { tidyOutbox } from '#storage/outbox/tidy-outbox.ts';
import { createBackoff } from './backoff.ts';
import { createWakeSignal } from './wake-signal.ts';
import { createCall, type CallFailure, type Identity } from '#sync/transport/call.ts';
import { createClock } from './clock.ts';
import { createConfirmLane } from '#sync/lanes/confirm-lane.ts';
import { keysOf, retryKey, sendingLanes, type LaneContext, type Work } from './lane.ts';
import { createPause } from './pause.ts';
import { createRunningTasks } from './running-tasks.ts';
import { createStalledRequestAbort } from '#sync/transport/abort-stalled-requests.ts';
import { createPhotoGate } from '#sync/lanes/photo-gate.ts';
import { createPhotoLane } from '#sync/lanes/photo-lane.ts';
import { createPullLane } from '#sync/lanes/pull-lane.ts';
import { pushAsRetired } from '#sync/lanes/retired-push.ts';
import { createPushLane } from '#sync/lanes/push-lane.ts';
import { createStatusBoard, type SyncStatus } from './status.ts';
import { createThumbnailLane } from '#sync/lanes/thumbnail-lane.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { createUploads } from '#sync/lanes/uploads.ts';
import { createPendingCache } from './pending-cache.ts';

export type EngineDeps = {
  readonly db: MainDb;
  readonly identity: Identity;
  readonly transport: Transport;
  readonly now: () => Millis;
  readonly random: () => number;
  /** Resolves after the time or when the signal aborts; never rejects. */
  readonly sleep: (millis: Millis, signal: AbortSignal) => Promise<void>;
  /** Whether photos must not use the present link. Text and thumbnails may use any link. */
  readonly photosWait: () => Promise<boolean>;
  readonly onStatus: (status: SyncStatus) => void;
  /** Signs with the device key: for the last pushes of a retired person. Without it there are none. */
  readonly sign?: ((text: string) => Promise<string>) | undefined;
  /** Milliseconds (integer) to add to the device's clock to get the server's time, and the server's time itself. */
  readonly onClockOffset: (offset: Millis, serverTime: Millis) => void;
};

export type RunOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'signedOut'; readonly error: ErrorCode };

export type SyncEngine = {
  /** At most one run at a time. */
  readonly run: (signal: AbortSignal) => Promise<RunOutcome>;
  /**
   * For new data, or when the link may be back: tries everything that waits now. Returns false when there is no run.
   */
  readonly wake: () => boolean;
  /** The server has changes: one more pull; everything else keeps its own time. Returns false when there is no run. */
  readonly ask: () => boolean;
  /** For a tap: like `wake`, and every photo that waits now may use any link. Returns false when there is no run. */
  readonly sendNow: () => boolean;
  /**
   * For a tap on one report: tries these events, photos and thumbnails (by id and hash) now, over any link, and opens
   * the lanes they need. All other failed items keep their own time. Returns false when there is no run.
   */
  readonly retry: (names: readonly string[]) => boolean;
};

type Lane = 'push' | 'pull' | 'confirm' | 'thumbnails' | 'photo';
const laneKey = { ...retryKey, photo: retryKey.photos } satisfies Record<Lane, unknown>;

/**
 * Uploads that are read in advance, so that the next one does not wait for the database when the link has capacity.
 */
const AHEAD = 2;

const earliest = (one: Millis | null, other: Millis | null): Millis | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

export const createSyncEngine = (deps: EngineDeps): SyncEngine => {
  const { db, now } = deps;
  const backoff = createBackoff(now, deps.random);
  const board = createStatusBoard(now, deps.onStatus);
  const wakeSignal = createWakeSignal();
  const uploads = createUploads(now);
  const gate = createPhotoGate(deps.photosWait, board.waitingForWifi);
  const link = createStalledRequestAbort(deps.transport, now);
  const waiting = createPendingCache(db);
  let pullNow = () => {};
  let pullWhenIdle = () => {};
  let running = false;
  let hasReadRows = false;
  /** Another page, the service worker or a comparison may have stored a Retry-After since it was last read here. */
  let mayHaveNewRetryAfter = true;

  const run = async (signal: AbortSignal): Promise<RunOutcome> => {
    running = true;
    mayHaveNewRetryAfter = true;
    const stop = new AbortController();
    const forward = () => stop.abort();
    signal.addEventListener('abort', forward);
    if (signal.aborted) stop.abort();
    try {
      return await work(stop, signal);
    } finally {
      running = false;
      stop.abort();
      signal.removeEventListener('abort', forward);
    }
  };

  const work = async (stop: AbortController, signal: AbortSignal): Promise<RunOutcome> => {
    let serverAhead: Millis = 0;
    const clock = createClock(deps.onClockOffset);
    const refusals: CallFailure[] = [];
    const bugs: unknown[] = [];

    const toServer = { transport: link.transport, identity: deps.identity, now };
    const call = createCall({
      ...toServer,
      signal: stop.signal,
      onBytesSent: board.bytesSent,
      onServerTime: (serverTime, sentAt, receivedAt) => {
        serverAhead = serverTime - receivedAt;
        clock.compare(serverTime, sentAt, receivedAt);
      },
      onRetryAfter: (millis) => storeRetryAfter(db, backoff.retryAfter(millis)),
      onAlive: () => {
        backoff.clear(retryKey.link);
        board.error(retryKey.link, null);
      },
    });
    const context: LaneContext = {
      db,
      call,
      backoff,
      waiting,
      uploads,
      now,
      board,
      pullNow: () => pullNow(),
      pullWhenIdle: () => pullWhenIdle(),
    };
    const push = createPushLane(context);
    const thumbnails = createThumbnailLane(context);
    const photos = createPhotoLane(context);
    const confirm = createConfirmLane(context);
    const pull = createPullLane(context);
    pullNow = pull.ask;
    pullWhenIdle = pull.pullWhenIdle;
    pull.ask();
    waiting.invalidate();

    const recordResult = (lane: Lane, failure: CallFailure | null): void => {
      if (failure?.kind === 'signedOut') {
        refusals.push(failure);
        stop.abort();
      } else if (failure?.kind === 'link') {
        if (failure.error === 'stopped') return;
        backoff.retrySoon(retryKey.link);
        board.error(retryKey.link, failure.error);
      } else board.error(lane, failure?.error ?? null);
    };

    const fail = (bug: unknown): void => {
      bugs.push(bug);
      stop.abort();
    };
    /** Sending frees more space than it writes, so it may use the reserve for text. A pull may not. */
    const reclaimSpaceFor = async (lane: Lane): Promise<void> => {
      backoff.backOff(laneKey[lane]);
      board.error(lane, 'storageFull');
      confirm.hurry();
      const reclaimed = lane === 'pull' ? freeConfirmed(db, now(), true) : reclaimSpaceToSend(db, now());
      await reclaimed.catch((error: unknown) => (isQuotaError(error) ? undefined : fail(error)));
      waiting.invalidate();
    };

    const runTask = (lane: Lane, work: Work): Promise<void> =>
      work()
        .then((failure) => recordResult(lane, failure))
        .catch((error: unknown) => (isQuotaError(error) ? reclaimSpaceFor(lane) : fail(error)));
    const tasks = createRunningTasks(runTask, wakeSignal.set);

    const linkIsUp = () => backoff.isOpen(retryKey.link);

    /** Starts what may start now: text and a due pull, then thumbnails, then all other work in parallel. */
    const plan = async (): Promise<void> => {
      if (!linkIsUp()) return;
      let allowedPhotos: Awaited<ReturnType<typeof gate.pass>>;
      do {
        await waiting.read();
        if (tasks.count('push') === 0 && push.next()) {
          // The order within a subject comes from the database. Since the last read, an earlier event may be offered
          // again.
          waiting.invalidate();
          await waiting.read();
        }
        allowedPhotos = await gate.pass(waiting.photos());
        // The link may have failed during the database read.
        if (!linkIsUp()) return;
        // A push that ended meanwhile would be sent again.
      } while (waiting.isStale());
      // Pull before the push: the answer is small. After it, the pull would return every subject just pushed.
      if (tasks.count('push') === 0) tasks.startIfIdle('pull', () => pull.next(true));
      tasks.startIfIdle('push', push.next);
      if (tasks.count('push') > 0) return;
      const hasCapacity = (...lanes: readonly Lane[]) => tasks.count(...lanes) < uploads.most() + AHEAD;
      tasks.startWhile(() => hasCapacity('thumbnails'), 'thumbnails', thumbnails.next);
      tasks.startWhile(
        () => hasCapacity('thumbnails', 'photo'),
        'photo',
        () => photos.next(allowedPhotos),
      );
      if (tasks.count('thumbnails') > 0) return;
      const isSending = tasks.count('photo') > 0;
      tasks.startIfIdle('pull', () => pull.next(isSending));
      tasks.startIfIdle('confirm', () => confirm.next(isSending));
    };

    const showPhase = (): void => {
      if (tasks.total() === 0) board.phase('waiting', backoff.nextOpening());
      else board.phase(tasks.total() === tasks.count('pull') ? 'receiving' : 'sending');
    };

    const pause = createPause({ signal: stop.signal, wakeSignal, sleep: deps.sleep, now });

    const loop = async (): Promise<void> => {
      if (!hasReadRows) await readRowsAgain(db);
      hasReadRows = true;
      let tidied = false;
      while (!stop.signal.aborted) {
        wakeSignal.reset();
        while (mayHaveNewRetryAfter) {
          mayHaveNewRetryAfter = false;
          backoff.pauseUntil(await readRetryAfter(db));
        }
        // Read before planning: what opens during `plan` must not count as "nothing left".
        const plannedAt = now();
        const opening = backoff.nextOpening();
        await plan();
        const nextStart = earliest(opening, nextRelease(waiting.events(), plannedAt));
        if (tasks.total() > 0 || nextStart !== null) {
          showPhase();
          await pause(nextStart);
        } else if (!tidied) {
          tidied = true;
          await freeConfirmed(db, now(), false);
          await tidyOutbox(db, now());
          // "Nothing left" counts only after a fresh read of the database.
          waiting.invalidate();
        } else if (!wakeSignal.isSet()) return;
      }
    };

    board.rest();
    await loop().catch(fail);
    // From here on, `wake` and the other commands return false.
    running = false;
    await tasks.allEnded();
    board.rest();
    if (bugs.length > 0) {
      board.error('engine', isQuotaError(bugs[0]) ? 'storageFull' : 'internal');
      board.phase('idle');
      throw bugs[0];
    }
    const [refusal] = refusals;
    if (refusal?.kind === 'signedOut') {
      if (refusal.error === 'retired' && deps.sign)
        await pushAsRetired({
          db,
          call: createCall({ ...toServer, signal }),
          identity: deps.identity,
          sign: deps.sign,
          now,
          serverNow: () => now() + serverAhead,
        });
      board.error('session', refusal.error);
      board.phase('signedOut');
      return { kind: 'signedOut', error: refusal.error };
    }
    board.phase('idle');
    return stop.signal.aborted ? { kind: 'stopped' } : { kind: 'done' };
  };

  const signalWake = (): void => {
    mayHaveNewRetryAfter = true;
    wakeSignal.set();
  };

  const wake = (): boolean => {
    link.abortStalled();
    backoff.reset();
    waiting.invalidate();
    pullNow();
    signalWake();
    return running;
  };

  const ask = (): boolean => {
    pullWhenIdle();
    signalWake();
    return running;
  };

  const sendNow = (): boolean => {
    if (running) gate.letAllThrough();
    return wake();
  };

  const retry = (names: readonly string[]): boolean => {
    link.abortStalled();
    for (const name of names) for (const key of keysOf(name)) backoff.clear(key);
    for (const lane of sendingLanes) backoff.clear(lane);
    if (running) gate.letThrough(names);
    waiting.invalidate();
    signalWake();
    return running;
  };

  return { run, wake, ask, sendNow, retry };
};
