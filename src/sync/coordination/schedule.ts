/**
 * Decides when the page syncs. Only one page, or the service worker, syncs for a person.
 *
 * Promises: every trigger leads to a run, here or in the holder of the sync lock. "Send now" is always obeyed.
 * Assumes: the lock only saves traffic and battery. Correctness never depends on it.
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
  /** The person retries one report: ids of its events, hashes of its photos and thumbnails. */
  | { readonly retry: readonly string[] };

export type Schedule = {
  readonly wake: (trigger: Trigger) => void;
  /** Ends the current run. Resolves when nothing uses the database any more. */
  readonly stop: () => Promise<void>;
};

/** The part of `document` that is used here. */
export type Page = EventTarget & { readonly visibilityState: string };

export type ScheduleDeps = {
  readonly person: PersonId;
  readonly createEngine: (onStatus: (status: SyncStatus) => void) => SyncEngine;
  /** Also called for the status of another tab or of the service worker of the same person. */
  readonly onStatus: (status: SyncStatus) => void;
  readonly page: Page;
};

/** Messages between the tabs and the service worker of one person. */
export type Message = SyncCommand | { readonly kind: 'status'; readonly status: SyncStatus };

const EVERY: Millis = 60_000;

/** The timer sends no command to a running engine, which keeps its own times. */
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
  let isRequested = false;
  /**
   * Commands for the next turn. Own commands are forwarded to the holder of the lock; commands from other tabs are
   * not.
   */
  let commands: { readonly command: SyncCommand; readonly isOwn: boolean }[] = [];
  let turn: Promise<void> | null = null;

  const takeTurn = async (): Promise<void> => {
    while (isRequested && !stopped.signal.aborted) {
      isRequested = false;
      const batch = commands;
      commands = [];
      const hadLock = await withSyncLock(person, stopped.signal, async (signal) => {
        const run = engine.run(signal);
        // A new run tries everything at once. Only a command of the person adds to that.
        for (const { command } of batch) if (isUserInitiated(command)) dispatch(engine, command);
        await run;
      });
      if (!hadLock) for (const { command, isOwn } of batch) if (isOwn) post(command);
    }
  };

  const submit = (command: SyncCommand | null, isOwn: boolean): void => {
    if (stopped.signal.aborted) return;
    if (turn !== null && (command === null || dispatch(engine, command))) return;
    isRequested = true;
    if (command !== null) commands.push({ command, isOwn });
    // A bug ends this turn. The engine has reported it in its status, and the next trigger begins a new turn.
    turn ??= takeTurn()
      .catch(() => {})
      .finally(() => {
        turn = null;
        if (isRequested) wake('start');
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
