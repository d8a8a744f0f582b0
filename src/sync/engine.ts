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
import type { Millis, Sha256 } from '#domain/base/units.ts';
import type { MainDb } from '#storage/main-db.ts';
import { freeConfirmed } from '#storage/photos.ts';
import { readReferenceAgain } from '#storage/subjects.ts';
import { tidyOutbox } from '#storage/tidy-outbox.ts';
import { createBackoff } from './backoff.ts';
import { createBell } from './bell.ts';
import { createCall, type CallFailure, type Identity } from './call.ts';
import { createClock } from './clock.ts';
import { createConfirmLane } from './confirm-lane.ts';
import { keysOf, parkKey, sendingLanes, type LaneContext, type Work } from './lane.ts';
import { createNudge } from './nudge.ts';
import { createPhotoGate } from './photo-gate.ts';
import { createPhotoLane, PHOTOS_AT_ONCE } from './photo-lane.ts';
import { createPullLane } from './pull-lane.ts';
import { createPushLane } from './push-lane.ts';
import { createStatusBoard, type SyncStatus } from './status.ts';
import { createThumbnailLane } from './thumbnail-lane.ts';
import type { Transport } from './transport.ts';

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

export const createSyncEngine = (deps: EngineDeps): SyncEngine => {
  const { db, now } = deps;
  const backoff = createBackoff(now, deps.random);
  const board = createStatusBoard(now, deps.onStatus);
  const bell = createBell();
  const gate = createPhotoGate(deps.photosWait, board.photosHeld);
  const link = createNudge(deps.transport, now);
  let askPull = () => {};
  let running = false;
  let hasReadReference = false;

  const run = async (signal: AbortSignal): Promise<RunOutcome> => {
    running = true;
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
    const tasks = new Map<string, Promise<void>>();
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
      onHold: backoff.hold,
      onAlive: () => {
        backoff.clear(parkKey.link);
        board.error(parkKey.link, null);
      },
    });
    const context: LaneContext = { db, call, backoff, now, board, askPull: () => askPull() };
    const push = createPushLane(context);
    const thumbnails = createThumbnailLane(context);
    const photos = createPhotoLane(context, gate);
    const confirm = createConfirmLane(context);
    const pull = createPullLane(context);
    askPull = pull.ask;
    pull.ask();

    const judge = (lane: string, failure: CallFailure | null): void => {
      if (failure?.kind === 'signedOut') {
        refusals.push(failure);
        stop.abort();
      } else if (failure?.kind === 'link') {
        if (failure.error === 'stopped') return;
        backoff.park(parkKey.link);
        board.error(parkKey.link, failure.error);
      } else board.error(lane, failure?.error ?? null);
    };

    const start = (lane: string, piece: Work, key = lane): void => {
      const task = piece()
        .then((failure) => judge(lane, failure))
        .catch((bug: unknown) => {
          bugs.push(bug);
          stop.abort();
        })
        .finally(() => {
          tasks.delete(key);
          bell.ring();
        });
      tasks.set(key, task);
    };

    const photoKey = (sha256: Sha256) => `photo:${sha256}`;
    const photosInFlight = () => [...tasks.keys()].filter((key) => key.startsWith('photo:')).length;

    const linkIsUp = () => backoff.isOpen(parkKey.link);

    /**
     * Starts what may start now: text, then thumbnails, then everything else beside one another. The link is asked
     * for again after every wait: it may have failed while the database answered.
     */
    const plan = async (): Promise<void> => {
      if (!linkIsUp()) return;
      if (!tasks.has('push')) {
        const piece = await push.next();
        if (piece && linkIsUp()) start('push', piece);
      }
      if (!tasks.has('push') && !tasks.has('thumbnails')) {
        const piece = await thumbnails.next();
        if (piece && linkIsUp()) start('thumbnails', piece);
      }
      if (tasks.has('push') || tasks.has('thumbnails') || !linkIsUp()) return;
      const page = tasks.has('pull') ? null : pull.next();
      if (page) start('pull', page);
      while (photosInFlight() < PHOTOS_AT_ONCE) {
        const photo = await photos.next((sha256) => tasks.has(photoKey(sha256)));
        if (!photo || !linkIsUp()) break;
        start('photo', photo.work, photoKey(photo.sha256));
      }
      const ask = tasks.has('confirm') ? null : await confirm.next(photosInFlight());
      if (ask && linkIsUp()) start('confirm', ask);
    };

    const showPhase = (): void => {
      if (tasks.size === 0) board.phase('waiting', backoff.nextOpening());
      else board.phase(tasks.size === 1 && tasks.has('pull') ? 'receiving' : 'sending');
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
      if (!stop.signal.aborted) await Promise.race([bell.heard(), asleep, cancelled]);
      over.abort();
      stop.signal.removeEventListener('abort', cut);
    };

    board.rest();
    if (!hasReadReference) await readReferenceAgain(db);
    hasReadReference = true;
    let tidied = false;
    while (!stop.signal.aborted) {
      bell.quiet();
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
      } else if (!bell.rang()) break;
    }
    // From here on a wake finds no run to hear it.
    running = false;
    await Promise.all(tasks.values());
    board.rest();
    if (bugs.length > 0) {
      board.error('engine', 'internal');
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

  const wake = (): boolean => {
    link.nudge();
    backoff.reset();
    askPull();
    bell.ring();
    return running;
  };

  const ask = (): boolean => {
    askPull();
    bell.ring();
    return running;
  };

  const sendNow = (): boolean => {
    if (running) gate.letAllThrough();
    return wake();
  };

  const retry = (names: readonly string[]): boolean => {
    link.nudge();
    for (const name of names) for (const key of keysOf(name)) backoff.clear(key);
    for (const lane of sendingLanes) backoff.clear(lane);
    if (running) gate.letThrough(names);
    bell.ring();
    return running;
  };

  return { run, wake, ask, sendNow, retry };
};
