/**
 * The live stream of the page (`GET /api/live`, event "changed").
 *
 * Promises: one tab of a person keeps the stream, while it is visible and for `linger` after that. Every tab is notified
 * when a stream opens or ends. Notifications are coalesced to one per `pause`. A broken stream reconnects with back-off.
 * A failure here is never shown as an error, because the timer pulls as well.
 * Assumes: the first event of a stream confirms that it is open and implies "pull now".
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
  /** How long the stream stays open while the page is hidden. */
  readonly linger: Millis;
  /** The shortest time between two pulls for notifications. */
  readonly pause: Millis;
};

export type LiveDeps = {
  readonly identity: Identity;
  readonly habit: LiveHabit;
  readonly page: Page;
  readonly fetch: typeof fetch;
  readonly now: () => Millis;
  readonly random: () => number;
  /** This tab has opened a stream. */
  readonly onOpen: () => void;
  readonly onNews: () => void;
  /** Also called when another tab opens or closes the stream. */
  readonly onState: (state: LiveState) => void;
};

export type Live = {
  /** Reconnects now instead of at the next back-off time. */
  readonly retry: () => void;
  readonly stop: () => Promise<void>;
};

/** A desk has mains power and needs every change soon. Switching between windows must not close its connection. */
const desk: LiveHabit = { linger: 3 * 60_000, pause: 1_000 };
/**
 * A phone in a pocket keeps no stream: an open radio costs more than all pulls. A visible page pulls at most four
 * times a minute, because most changes of a region do not concern this patroller.
 */
const field: LiveHabit = { linger: 0, pause: 15_000 };

const habits: Record<Capability['live'], LiveHabit> = { desk, field };

export const liveHabitOf = (role: Role): LiveHabit => habits[capabilities[role].live];

/** A stream may miss two heartbeats of the server, but not three. */
const STREAM_TIMEOUT: Millis = 40_000;
/**
 * A stream that ends sooner counts as failed. On such a link the timer is better, and its pull costs no more than a
 * new stream.
 */
const MIN_STREAM_TIME: Millis = 60_000;

const liveName = (person: PersonId): string => `grid-patrol-live-${person}`;

/** Reads until the stream ends or breaks; never rejects. A captive portal's page is not read as a stream. */
const readStream = async (
  { fetch, identity }: Pick<LiveDeps, 'fetch' | 'identity'>,
  signal: AbortSignal,
  onChanged: () => void,
): Promise<void> => {
  const closed = new AbortController();
  const end = () => closed.abort();
  const stall = createStallTimer(STREAM_TIMEOUT, end);
  signal.addEventListener('abort', end);
  try {
    const headers = identityHeaders(identity);
    const answer = await fetch('/api/live', { headers, signal: closed.signal, cache: 'no-store' });
    const isEventStream = answer.ok && answer.headers.get('content-type')?.startsWith('text/event-stream');
    if (!isEventStream || !answer.body) return;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let text = ''; ;) {
      const { done, value } = await reader.read();
      if (done) return;
      stall.moved();
      const frames = (text + value).split('\n\n');
      text = frames.pop()!;
      if (frames.includes('data: changed')) onChanged();
    }
  } catch {
    // The link broke, or this tab stopped listening.
  } finally {
    stall.end();
    signal.removeEventListener('abort', end);
    end();
  }
};

export const startLive = (deps: LiveDeps): Live => {
  const { identity, habit, page, now, onState } = deps;
  const backoff = createBackoff(now, deps.random, MIN_STREAM_TIME);
  const channel = new BroadcastChannel(liveName(identity.person));
  /** Set while this tab may listen. */
  let listening: AbortController | null = null;
  /** The current stream, or the wait for the next one. */
  let attempt = new AbortController();
  let ended = Promise.resolve();
  let lingerTimer: ReturnType<typeof setTimeout> | undefined;
  let newsTimer: ReturnType<typeof setTimeout> | undefined;
  let lastNewsAt: Millis = Number.NEGATIVE_INFINITY;
  let isListener = false;
  let state: LiveState = 'off';

  const show = (next: LiveState): void => {
    if (next === state) return;
    state = next;
    onState(state);
    if (isListener) channel.postMessage(state);
  };

  /** With a random delay, so that the phones of a region do not pull at the same moment. */
  const scheduleNews = (): void => {
    newsTimer ??= setTimeout(
      () => {
        newsTimer = undefined;
        lastNewsAt = now();
        deps.onNews();
      },
      // Never more than the pause: the clock may have been set back.
      Math.min(habit.pause, Math.max(0, lastNewsAt + habit.pause - now())) +
        (deps.random() * habit.pause) / 4,
    );
  };

  const listen = async (signal: AbortSignal): Promise<void> => {
    isListener = true;
    // The previous listener may have ended without reporting its state.
    show('off');
    while (!signal.aborted) {
      const controller = (attempt = new AbortController());
      const openedAt = now();
      await readStream(deps, controller.signal, () => {
        if (state === 'off') deps.onOpen();
        show('on');
        scheduleNews();
      });
      show('off');
      if (now() - openedAt >= MIN_STREAM_TIME) backoff.clear('live');
      if (controller.signal.aborted) continue;
      backoff.backOff('live');
      await sleep((backoff.nextOpening() ?? 0) - now(), controller.signal);
    }
    isListener = false;
  };

  const begin = (): void => {
    if (listening) return;
    const controller = (listening = new AbortController());
    const { signal } = controller;
    signal.addEventListener('abort', () => attempt.abort());
    // The tab that listens answers with its state.
    channel.postMessage('ask');
    const lockRequest = navigator.locks
      .request(liveName(identity.person), { signal }, () => listen(signal))
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    ended = Promise.all([ended, lockRequest]).then(() => {});
  };
  const end = (): void => {
    clearTimeout(lingerTimer);
    listening?.abort();
    listening = null;
  };
  const retry = (): void => {
    backoff.reset();
    if (isListener && !listening?.signal.aborted) attempt.abort();
  };

  const onMessage = ({ data }: MessageEvent<LiveState | 'ask'>) => {
    if (data !== 'ask') {
      if (!isListener) show(data);
    } else if (isListener) channel.postMessage(state);
  };
  const onVisibility = () => {
    clearTimeout(lingerTimer);
    if (page.visibilityState !== 'visible') lingerTimer = setTimeout(end, habit.linger);
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
      clearTimeout(newsTimer);
      globalThis.removeEventListener('online', retry);
      page.removeEventListener('visibilitychange', onVisibility);
      await ended;
      channel.close();
    },
  };
};
