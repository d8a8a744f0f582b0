/**
 * The one sync engine, in the page and in the service worker.
 *
 * Promises: text first, then thumbnails, then photos, and a new event overtakes photos in flight. It never gives up
 * and loses nothing: what failed waits for its own next time while everything else goes on. A run ends when nothing
 * is left, when the session is refused, or when its signal stops it.
 * Assumes: a Web Lock keeps two runs apart to save traffic; two at once do no harm, since every step is stored by
 * what the server answered and the server takes everything twice.
 */
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { readRetryAfter, storeRetryAfter } from '#storage/outbox/retry-after.ts';
import { freeConfirmed } from '#storage/photos/photos.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import { reclaimSpaceToSend } from '#storage/photos/free-space.ts';
import { readRowsAgain } from '#storage/subjects/subjects.ts';
import { tidyOutbox } from '#storage/outbox/tidy-outbox.ts';
import { createBackoff } from './backoff.ts';
import { createWakeSignal } from './wake-signal.ts';
import { createCall, type CallFailure, type Identity } from '#sync/transport/call.ts';
import { createClock } from './clock.ts';
import { createConfirmLane } from '#sync/lanes/confirm-lane.ts';
import { keysOf, retryKey, sendingLanes, type LaneContext, type Work } from './lane.ts';
import { createStalledRequestAbort } from '#sync/transport/abort-stalled-requests.ts';
import { createPhotoGate } from '#sync/lanes/photo-gate.ts';
import { createPhotoLane } from '#sync/lanes/photo-lane.ts';
import { createPullLane } from '#sync/lanes/pull-lane.ts';
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
  /** Resolves after the time or when the signal stops it, never rejects. */
  readonly sleep: (millis: Millis, signal: AbortSignal) => Promise<void>;
  /** Is the link one that photos are not to travel over now? Text and thumbnails travel over any. */
  readonly photosWait: () => Promise<boolean>;
  readonly onStatus: (status: SyncStatus) => void;
  /** What to add to this device's clock to get the server's, in whole milliseconds. */
  readonly onClockOffset: (offset: Millis) => void;
};

export type RunOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'signedOut'; readonly error: ErrorCode };

export type SyncEngine = {
  /** One run at a time. */
  readonly run: (signal: AbortSignal) => Promise<RunOutcome>;
  /** Something new, or the link may be back: everything waiting is tried now. False when no run is there to hear it. */
  readonly wake: () => boolean;
  /** The server has news: one more pull, while everything else keeps its own time. False like `wake`. */
  readonly ask: () => boolean;
  /** By hand: like `wake`, and every photo that waits now may travel over any link. False like `wake`. */
  readonly sendNow: () => boolean;
  /**
   * By hand: these events, photos and thumbnails (by id and hash) are tried now, over any link, with what stands in
   * their way; whatever else failed keeps its own time. False like `wake`.
   */
  readonly retry: (names: readonly string[]) => boolean;
};

type Lane = 'push' | 'pull' | 'confirm' | 'thumbnails' | 'photo';
const laneKey = { ...retryKey, photo: retryKey.photos } satisfies Record<Lane, unknown>;

/** What is read beforehand: the next must not wait for the database when there is room on the link. */
const AHEAD = 2;

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
  /** Somebody else may have been told to stay away: another page, the service worker, who asks on demand. */
  let mayHaveNewRetryAfter = true;

  const run = async (signal: AbortSignal): Promise<RunOutcome> => {
    running = true;
    mayHaveNewRetryAfter = true;
    const stop = new AbortController();
    const forward = () => stop.abort();
    signal.addEventListener('abort', forward);
    if (signal.aborted) stop.abort();
    try {
      return await work(stop);
    } finally {
      running = false;
      stop.abort();
      signal.removeEventListener('abort', forward);
    }
  };

  const work = async (stop: AbortController): Promise<RunOutcome> => {
    const tasks = new Map<Promise<void>, Lane>();
    const clock = createClock(deps.onClockOffset);
    const refusals: CallFailure[] = [];
    const bugs: unknown[] = [];

    const call = createCall({
      transport: link.transport,
      identity: deps.identity,
      now,
      signal: stop.signal,
      onBytesSent: board.bytesSent,
      onServerTime: clock.compare,
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

    const judge = (lane: Lane, failure: CallFailure | null): void => {
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
    /** Sending frees more than it writes down, so it may have what is kept back for words; others' news may not. */
    const reclaimSpaceFor = async (lane: Lane): Promise<void> => {
      backoff.backOff(laneKey[lane]);
      board.error(lane, 'storageFull');
      confirm.hurry();
      const made = lane === 'pull' ? freeConfirmed(db, now(), true) : reclaimSpaceToSend(db, now());
      await made.catch((error: unknown) => (isQuotaError(error) ? undefined : fail(error)));
      waiting.invalidate();
    };

    const start = (lane: Lane, piece: Work): void => {
      const task = piece()
        .then((failure) => judge(lane, failure))
        .catch((error: unknown) => (isQuotaError(error) ? reclaimSpaceFor(lane) : fail(error)))
        .finally(() => {
          tasks.delete(task);
          wakeSignal.set();
        });
      tasks.set(task, lane);
    };
    const underWay = (...lanes: readonly Lane[]): number =>
      [...tasks.values()].filter((lane) => lanes.includes(lane)).length;
    const startAlone = (lane: Lane, next: () => Work | null): void => {
      const piece = underWay(lane) === 0 ? next() : null;
      if (piece) start(lane, piece);
    };
    const startWhile = (hasCapacity: () => boolean, lane: Lane, next: () => Work | null): void => {
      for (let piece = hasCapacity() && next(); piece; piece = hasCapacity() && next()) start(lane, piece);
    };

    const linkIsUp = () => backoff.isOpen(retryKey.link);

    /** Starts what may start now: text and news that are due, then thumbnails, then everything else beside one another. */
    const plan = async (): Promise<void> => {
      if (!linkIsUp()) return;
      await waiting.read();
      if (underWay('push') === 0 && push.next()) {
        // Order within a subject is that of the database: since it was read, an earlier event may be offered again.
        waiting.invalidate();
        await waiting.read();
      }
      const passing = await gate.pass(waiting.photos());
      // It may have failed while the database answered.
      if (!linkIsUp()) return;
      // Before the text it is one small answer; behind it, it would bring back all that was just said.
      if (underWay('push') === 0) startAlone('pull', () => pull.next(true));
      startAlone('push', push.next);
      if (underWay('push') > 0) return;
      const hasCapacity = (...lanes: readonly Lane[]) => underWay(...lanes) < uploads.most() + AHEAD;
      startWhile(() => hasCapacity('thumbnails'), 'thumbnails', thumbnails.next);
      startWhile(
        () => hasCapacity('thumbnails', 'photo'),
        'photo',
        () => photos.next(passing),
      );
      if (underWay('thumbnails') > 0) return;
      const isSending = underWay('photo') > 0;
      startAlone('pull', () => pull.next(isSending));
      startAlone('confirm', () => confirm.next(isSending));
    };

    const showPhase = (): void => {
      if (tasks.size === 0) board.phase('waiting', backoff.nextOpening());
      else board.phase(tasks.size === underWay('pull') ? 'receiving' : 'sending');
    };

    /** Until a piece ends, someone wakes the engine, or something parked opens. */
    const pause = async (opening: Millis | null): Promise<void> => {
      const over = new AbortController();
      const cut = () => over.abort();
      stop.signal.addEventListener('abort', cut);
      const cancelled = new Promise<void>((resolve) =>
        over.signal.addEventListener('abort', () => resolve()),
      );
      const asleep = opening === null ? cancelled : deps.sleep(Math.max(0, opening - now()), over.signal);
      if (!stop.signal.aborted) await Promise.race([wakeSignal.wait(), asleep, cancelled]);
      over.abort();
      stop.signal.removeEventListener('abort', cut);
    };

    const goOn = async (): Promise<void> => {
      if (!hasReadRows) await readRowsAgain(db);
      hasReadRows = true;
      let tidied = false;
      while (!stop.signal.aborted) {
        wakeSignal.reset();
        while (mayHaveNewRetryAfter) {
          mayHaveNewRetryAfter = false;
          backoff.pauseUntil(await readRetryAfter(db));
        }
        // Read before planning: what opens while the plan is made must not be taken for nothing left.
        const opening = backoff.nextOpening();
        await plan();
        if (tasks.size > 0 || opening !== null) {
          showPhase();
          await pause(opening);
        } else if (!tidied) {
          tidied = true;
          await freeConfirmed(db, now(), false);
          await tidyOutbox(db, now());
          // Nothing is left only if the database says so too.
          waiting.invalidate();
        } else if (!wakeSignal.isSet()) return;
      }
    };

    board.rest();
    await goOn().catch(fail);
    // From here on a wake finds no run to hear it.
    running = false;
    await Promise.all(tasks.keys());
    board.rest();
    if (bugs.length > 0) {
      board.error('engine', isQuotaError(bugs[0]) ? 'storageFull' : 'internal');
      board.phase('idle');
      throw bugs[0];
    }
    const [refusal] = refusals;
    if (refusal?.kind === 'signedOut') {
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
