import type { Millis } from '#domain/base/units.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { currentPerson, type SharedDb } from '#storage/databases/shared-db.ts';
import { signText } from '#storage/person/device-key.ts';
import { storeClockOffset } from '#storage/person/sign-in.ts';
import { createSyncEngine } from '#sync/engine/engine.ts';
import { sleep } from '#sync/engine/sleep.ts';
import { syncName, withSyncLock } from './sync-lock.ts';
import type { Message } from './schedule.ts';
import { withRenewal } from '#sync/transport/renewal.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { waitsForWifi } from './wifi-only.ts';

/** Chromium ends a sync event after three minutes. */
const BUDGET: Millis = 150_000;
/** A run with a longer wait ends. The browser fires the event again later. */
const LONGEST_WAIT: Millis = 20_000;

type Deps = {
  readonly shared: SharedDb;
  readonly transport: Transport;
  readonly isMetered: () => boolean;
  /** Ends the run early. */
  readonly signal: AbortSignal;
};

/**
 * Runs in the service worker. Sends for the person who is signed in, and opens the database of no other person. Open
 * pages of the app are woken and send instead: they show more progress and detect a stalled link sooner. The worker
 * waits behind them as the fallback runner. It goes on as soon as they are closed; otherwise the browser would fire
 * the event again only minutes later. Returns true when nothing is left to send.
 */
export const runInBackground = async ({ shared, transport, isMetered, signal }: Deps): Promise<boolean> => {
  const me = await currentPerson(shared);
  if (me === null) return true;
  const db = new MainDb(me.id);
  const channel = new BroadcastChannel(syncName(me.id));
  const stop = new AbortController();
  const stopRun = () => stop.abort();
  const budget = setTimeout(stopRun, BUDGET);
  signal.addEventListener('abort', stopRun);
  if (signal.aborted) stopRun();
  const engine = createSyncEngine({
    db,
    identity: { person: me.id, device: me.device },
    transport: withRenewal(transport, me),
    sign: (text) => signText(me.key, text),
    now: Date.now,
    random: Math.random,
    sleep,
    photosWait: waitsForWifi(shared, isMetered),
    onStatus: (status) => {
      channel.postMessage({ kind: 'status', status });
      if ((status.nextTryAt ?? 0) > Date.now() + LONGEST_WAIT) stopRun();
    },
    onClockOffset: (...clock) => void storeClockOffset(shared, me.id, ...clock),
  });
  const send = async (runSignal: AbortSignal) => void (await engine.run(runSignal));
  const isAllSent = async () => isNothing(await remaining(db));
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind !== 'status' || data.status.phase !== 'idle') return;
    isAllSent().then(
      (isDone) => isDone && stopRun(),
      () => {},
    );
  });
  try {
    channel.postMessage({ kind: 'wake' });
    let isOver = false;
    while (!isOver && !stop.signal.aborted)
      isOver = await withSyncLock(me.id, stop.signal, send, { isFallbackRunner: true });
    return await isAllSent();
  } finally {
    clearTimeout(budget);
    signal.removeEventListener('abort', stopRun);
    channel.close();
    db.close();
  }
};
