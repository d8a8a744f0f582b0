import type { Millis } from '#domain/base/units.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { currentPerson, type SharedDb } from '#storage/databases/shared-db.ts';
import { storeClockOffset } from '#storage/person/sign-in.ts';
import { createSyncEngine } from '#sync/engine/engine.ts';
import { sleep } from '#sync/engine/sleep.ts';
import { syncName, withSyncLock } from './sync-lock.ts';
import type { Message } from './schedule.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { waitsForWifi } from './wifi-only.ts';

/** Chromium gives a sync event three minutes. */
const BUDGET: Millis = 150_000;
/** A wait longer than this is left to the browser, which fires the event again by itself. */
const LONGEST_WAIT: Millis = 20_000;

type Deps = {
  readonly shared: SharedDb;
  readonly transport: Transport;
  readonly isMetered: () => boolean;
  /** Ends it early. */
  readonly signal: AbortSignal;
};

/**
 * Sends for whoever is signed in, for the service worker. Opens that person's database and no other. Pages of the app
 * that are open are woken and do it, as they show more and find a stalled link sooner; it stands in line behind them
 * and goes on where they are swiped away: the browser would fire the event again only minutes later. Gives true when
 * nothing is left to send.
 */
export const runInBackground = async ({ shared, transport, isMetered, signal }: Deps): Promise<boolean> => {
  const me = await currentPerson(shared);
  if (me === null) return true;
  const db = new MainDb(me.id);
  const channel = new BroadcastChannel(syncName(me.id));
  const stop = new AbortController();
  const giveUp = () => stop.abort();
  const budget = setTimeout(giveUp, BUDGET);
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  const engine = createSyncEngine({
    db,
    identity: { person: me.id, device: me.device },
    transport,
    now: Date.now,
    random: Math.random,
    sleep,
    photosWait: waitsForWifi(shared, isMetered),
    onStatus: (status) => {
      channel.postMessage({ kind: 'status', status });
      if ((status.nextTryAt ?? 0) > Date.now() + LONGEST_WAIT) giveUp();
    },
    onClockOffset: (offset) => void storeClockOffset(shared, me.id, offset),
  });
  const send = async (over: AbortSignal) => void (await engine.run(over));
  const isAllSent = async () => isNothing(await remaining(db));
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind !== 'status' || data.status.phase !== 'idle') return;
    isAllSent().then(
      (isDone) => isDone && giveUp(),
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
    signal.removeEventListener('abort', giveUp);
    channel.close();
    db.close();
  }
};
