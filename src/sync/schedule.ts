/**
 * When the page syncs, and that only one page (or the service worker) does it for a person.
 *
 * Promises: every trigger leads to a run, here or in whoever holds the lock; "send now" is never refused.
 * Assumes: the lock saves traffic and battery only. Correctness never depends on it.
 */
import type { Millis } from '#domain/base/units.ts';
import type { PersonId } from '#domain/ledger/ids.ts';
import type { SyncEngine } from './engine.ts';
import type { SyncStatus } from './status.ts';
import { syncName, withSyncLock } from './sync-lock.ts';

export type Trigger =
  | 'start'
  | 'save'
  | 'online'
  | 'visible'
  | 'tap'
  | 'timer'
  | 'live'
  | 'otherTab'
  | 'otherTabLive';

export type Schedule = {
  readonly wake: (trigger: Trigger) => void;
  /** Ends the run under way; resolves when nothing touches the database any more. */
  readonly stop: () => Promise<void>;
};

/** `document`, as far as this needs it. */
export type Page = EventTarget & { readonly visibilityState: string };

export type ScheduleDeps = {
  readonly person: PersonId;
  readonly createEngine: (onStatus: (status: SyncStatus) => void) => SyncEngine;
  /** Also what another tab or the service worker does for the same person. */
  readonly onStatus: (status: SyncStatus) => void;
  readonly page: Page;
};

type Message = { readonly kind: 'wake' | 'ask' } | { readonly kind: 'status'; readonly status: SyncStatus };

const EVERY: Millis = 60_000;

export const startSchedule = ({ person, createEngine, onStatus, page }: ScheduleDeps): Schedule => {
  const stopped = new AbortController();
  const channel = new BroadcastChannel(syncName(person));
  const tell = (message: Message) => {
    if (!stopped.signal.aborted) channel.postMessage(message);
  };
  const engine = createEngine((status) => {
    onStatus(status);
    tell({ kind: 'status', status });
  });
  let asked = false;
  /** What the holder of the lock is told: once for each own trigger, never for one that came from elsewhere. */
  let word: 'wake' | 'ask' | null = null;
  let turn: Promise<void> | null = null;

  const takeTurn = async (): Promise<void> => {
    while (asked && !stopped.signal.aborted) {
      asked = false;
      const took = await withSyncLock(person, async () => {
        await engine.run(stopped.signal);
      });
      if (!took && word !== null) tell({ kind: word });
      word = null;
    }
  };

  const wake = (trigger: Trigger): void => {
    if (stopped.signal.aborted) return;
    // The timer only starts a run; one under way keeps its own times.
    if (turn !== null && trigger === 'timer') return;
    const isNews = trigger === 'live' || trigger === 'otherTabLive';
    if (turn !== null && (isNews ? engine.ask() : engine.wake())) return;
    asked = true;
    if (trigger === 'live') word ??= 'ask';
    else if (!isNews && trigger !== 'otherTab' && trigger !== 'timer') word = 'wake';
    // A bug ends this turn; the engine has said so in its status, and the next trigger begins a new one.
    turn ??= takeTurn()
      .catch(() => {})
      .finally(() => {
        turn = null;
        if (asked) wake('start');
      });
  };

  const onMessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'status') onStatus(data.status);
    else wake(data.kind === 'ask' ? 'otherTabLive' : 'otherTab');
  };
  const onOnline = () => wake('online');
  const onVisible = () => {
    if (page.visibilityState === 'visible') wake('visible');
  };
  channel.addEventListener('message', onMessage);
  globalThis.addEventListener('online', onOnline);
  page.addEventListener('visibilitychange', onVisible);
  const timer = setInterval(() => wake('timer'), EVERY);
  wake('start');

  const stop = async (): Promise<void> => {
    stopped.abort();
    clearInterval(timer);
    globalThis.removeEventListener('online', onOnline);
    page.removeEventListener('visibilitychange', onVisible);
    channel.close();
    await turn;
  };

  return { wake, stop };
};
