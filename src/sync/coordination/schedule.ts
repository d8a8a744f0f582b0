/**
 * When the page syncs, and that only one page (or the service worker) does it for a person.
 *
 * Promises: every trigger leads to a run, here or in whoever holds the lock; "send now" is never refused.
 * Assumes: the lock saves traffic and battery only. Correctness never depends on it.
 */
import type { Millis } from '#domain/base/units.ts';
import type { PersonId } from '#domain/ledger/ids.ts';
import type { SyncEngine } from '#sync/engine/engine.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import { syncName, withSyncLock } from './sync-lock.ts';
import { dispatch, isUserInitiated, type SyncCommand } from './sync-command.ts';

export type Trigger =
  | 'start'
  | 'save'
  | 'online'
  | 'visible'
  | 'tap'
  | 'timer'
  | 'live'
  /** One report by hand: ids of its events, hashes of its photos and thumbnails. */
  | { readonly retry: readonly string[] };

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

/** Between the tabs and the service worker of one person. */
export type Message = SyncCommand | { readonly kind: 'status'; readonly status: SyncStatus };

const EVERY: Millis = 60_000;

/** The timer has nothing to say to a run under way: that one keeps its own times. */
const commandOf = (trigger: Trigger): SyncCommand | null => {
  if (typeof trigger === 'object') return { kind: 'retry', names: trigger.retry };
  if (trigger === 'timer') return null;
  if (trigger === 'live') return { kind: 'ask' };
  return { kind: trigger === 'tap' ? 'sendNow' : 'wake' };
};

export const startSchedule = ({ person, createEngine, onStatus, page }: ScheduleDeps): Schedule => {
  const stopped = new AbortController();
  const channel = new BroadcastChannel(syncName(person));
  const post = (message: Message) => {
    if (!stopped.signal.aborted) channel.postMessage(message);
  };
  const engine = createEngine((status) => {
    onStatus(status);
    post({ kind: 'status', status });
  });
  let asked = false;
  /** What the next turn brings. The holder of the lock is told of own words, never of those from elsewhere. */
  let commands: { readonly command: SyncCommand; readonly isOwn: boolean }[] = [];
  let turn: Promise<void> | null = null;

  const takeTurn = async (): Promise<void> => {
    while (asked && !stopped.signal.aborted) {
      asked = false;
      const batch = commands;
      commands = [];
      const took = await withSyncLock(person, stopped.signal, async (signal) => {
        const run = engine.run(signal);
        // A new run tries everything; what was said by hand means more than that.
        for (const { command } of batch) if (isUserInitiated(command)) dispatch(engine, command);
        await run;
      });
      if (!took) for (const { command, isOwn } of batch) if (isOwn) post(command);
    }
  };

  const submit = (command: SyncCommand | null, isOwn: boolean): void => {
    if (stopped.signal.aborted) return;
    if (turn !== null && (command === null || dispatch(engine, command))) return;
    asked = true;
    if (command !== null) commands.push({ command, isOwn });
    // A bug ends this turn; the engine has said so in its status, and the next trigger begins a new one.
    turn ??= takeTurn()
      .catch(() => {})
      .finally(() => {
        turn = null;
        if (asked) wake('start');
      });
  };
  const wake = (trigger: Trigger): void => submit(commandOf(trigger), true);

  const onMessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'status') onStatus(data.status);
    else submit(data, false);
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
