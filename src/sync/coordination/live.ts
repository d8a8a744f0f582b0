/**
 * The page listens for "something changed" (`GET /api/live`).
 *
 * Promises: one tab of a person listens, and only while it can be seen or a little longer; every tab knows whether
 * one does. News are told at most once a pause, however many came. A stream that breaks is opened again by itself, ever
 * more slowly while it does not last; nothing here is an error to anyone, since the timer pulls all the same.
 * Assumes: the first word of a stream says that it stands, and speaks for all that happened before.
 */
import type { Millis } from '#domain/base/units.ts';
import type { PersonId } from '#domain/ledger/ids.ts';
import type { Role } from '#domain/ledger/roles.ts';
import { capabilities, type Capability } from '#domain/people/capabilities.ts';
import { createBackoff } from '#sync/engine/backoff.ts';
import { identityHeaders, type Identity } from '#sync/transport/call.ts';
import type { Page } from './schedule.ts';
import { sleep } from '#sync/engine/sleep.ts';
import { createStallTimer } from '#sync/transport/stall-timer.ts';

export type LiveState = 'on' | 'off';

export type LiveHabit = {
  /** How long it goes on listening out of sight. */
  readonly linger: Millis;
  /** The shortest time between two pulls for news. */
  readonly pause: Millis;
};

export type LiveDeps = {
  readonly identity: Identity;
  readonly habit: LiveHabit;
  readonly page: Page;
  readonly fetch: typeof fetch;
  readonly now: () => Millis;
  readonly random: () => number;
  /** A stream stands, here and now. */
  readonly onOpen: () => void;
  readonly onNews: () => void;
  /** Also when it is another tab that listens. */
  readonly onState: (state: LiveState) => void;
};

export type Live = {
  /** Tries now what waits for its time. */
  readonly retry: () => void;
  readonly stop: () => Promise<void>;
};

/** A desk stands on mains power and lives by what comes in; switching windows must not cost it a connection. */
const desk: LiveHabit = { linger: 3 * 60_000, pause: 1_000 };
/**
 * A phone in a pocket listens to nothing: a radio held awake costs more than all its pulls. In the hand it asks four
 * times a minute at most, since most of a region's news is not for this patroller.
 */
const field: LiveHabit = { linger: 0, pause: 15_000 };

const habits: Record<Capability['live'], LiveHabit> = { desk, field };

export const liveHabitOf = (role: Role): LiveHabit => habits[capabilities[role].live];

/** Two heartbeats of the server may be lost, not three. */
const SILENCE: Millis = 40_000;
/** Ended sooner, a stream has failed: on such a link the timer is better, and its pull costs no less than a try. */
const LASTING: Millis = 60_000;

const liveName = (person: PersonId): string => `grid-patrol-live-${person}`;

/** Reads until the stream ends or breaks; never rejects. A portal's page is no stream. */
const readStream = async (
  { fetch, identity }: Pick<LiveDeps, 'fetch' | 'identity'>,
  signal: AbortSignal,
  onWord: () => void,
): Promise<void> => {
  const closed = new AbortController();
  const end = () => closed.abort();
  const stall = createStallTimer(SILENCE, end);
  signal.addEventListener('abort', end);
  try {
    const headers = identityHeaders(identity);
    const answer = await fetch('/api/live', { headers, signal: closed.signal, cache: 'no-store' });
    const isOurs = answer.ok && answer.headers.get('content-type')?.startsWith('text/event-stream');
    if (!isOurs || !answer.body) return;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ''; ;) {
      const { done, value } = await reader.read();
      if (done) return;
      stall.moved();
      const frames = (text + value).split('\n\n');
      text = frames.pop()!;
      if (frames.includes('data: changed')) onWord();
    }
  } catch {
    // The link broke, or nobody listens any more.
  } finally {
    stall.end();
    signal.removeEventListener('abort', end);
    end();
  }
};

export const startLive = (deps: LiveDeps): Live => {
  const { identity, habit, page, now, onState } = deps;
  const backoff = createBackoff(now, deps.random, LASTING);
  const channel = new BroadcastChannel(liveName(identity.person));
  /** While this tab may listen. */
  let shift: AbortController | null = null;
  /** What it does now: a stream or the wait for the next. */
  let attempt = new AbortController();
  let ended = Promise.resolve();
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let toldAt: Millis = Number.NEGATIVE_INFINITY;
  let isListener = false;
  let state: LiveState = 'off';

  const show = (next: LiveState): void => {
    if (next === state) return;
    state = next;
    onState(state);
    if (isListener) channel.postMessage(state);
  };

  /** Not all of a region in the same moment. */
  const news = (): void => {
    telling ??= setTimeout(
      () => {
        telling = undefined;
        toldAt = now();
        deps.onNews();
      },
      // Never more than the pause: the clock may have been set back.
      Math.min(habit.pause, Math.max(0, toldAt + habit.pause - now())) + (deps.random() * habit.pause) / 4,
    );
  };

  const listen = async (signal: AbortSignal): Promise<void> => {
    isListener = true;
    // Whoever listened before may have gone without a word.
    show('off');
    while (!signal.aborted) {
      const own = (attempt = new AbortController());
      const openedAt = now();
      await readStream(deps, own.signal, () => {
        if (state === 'off') deps.onOpen();
        show('on');
        news();
      });
      show('off');
      if (now() - openedAt >= LASTING) backoff.clear('live');
      if (own.signal.aborted) continue;
      backoff.backOff('live');
      await sleep((backoff.nextOpening() ?? 0) - now(), own.signal);
    }
    isListener = false;
  };

  const begin = (): void => {
    if (shift) return;
    const own = (shift = new AbortController());
    const { signal } = own;
    signal.addEventListener('abort', () => attempt.abort());
    // Whoever listens already says so.
    channel.postMessage('ask');
    const turn = navigator.locks
      .request(liveName(identity.person), { signal }, () => listen(signal))
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    ended = Promise.all([ended, turn]).then(() => {});
  };
  const end = (): void => {
    clearTimeout(leaving);
    shift?.abort();
    shift = null;
  };
  const retry = (): void => {
    backoff.reset();
    if (isListener && !shift?.signal.aborted) attempt.abort();
  };

  const onMessage = ({ data }: MessageEvent<LiveState | 'ask'>) => {
    if (data !== 'ask') {
      if (!isListener) show(data);
    } else if (isListener) channel.postMessage(state);
  };
  const onVisibility = () => {
    clearTimeout(leaving);
    if (page.visibilityState !== 'visible') leaving = setTimeout(end, habit.linger);
    else {
      if (state === 'off') retry();
      begin();
    }
  };
  channel.addEventListener('message', onMessage);
  globalThis.addEventListener('online', retry);
  page.addEventListener('visibilitychange', onVisibility);
  if (page.visibilityState === 'visible') begin();

  return {
    retry: () => {
      if (state === 'off') retry();
    },
    stop: async () => {
      end();
      clearTimeout(telling);
      globalThis.removeEventListener('online', retry);
      page.removeEventListener('visibilitychange', onVisibility);
      await ended;
      channel.close();
    },
  };
};
