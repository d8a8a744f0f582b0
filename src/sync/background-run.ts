import type { Millis } from '#domain/base/units.ts';
import { MainDb } from '#storage/main-db.ts';
import { isNothing, remaining } from '#storage/remaining.ts';
import { currentPerson, type SharedDb, type SignedInRow } from '#storage/shared-db.ts';
import { storeClockOffset } from '#storage/sign-in.ts';
import { createSyncEngine } from './engine.ts';
import { sleep } from './sleep.ts';
import { syncName, withSyncLock } from './sync-lock.ts';
import type { Message } from './schedule.ts';
import type { Transport } from './transport.ts';
import { waitsForWifi } from './wifi-only.ts';
import { hear } from './word.ts';

/** Chromium gives a sync event three minutes. */
const BUDGET: Millis = 150_000;
/** A wait longer than this is left to the browser, which fires the event again by itself. */
const LONGEST_WAIT: Millis = 20_000;

type Deps = {
  readonly shared: SharedDb;
  readonly transport: Transport;
  readonly isMetered: () => boolean;
};

type Run = Deps & { readonly db: MainDb; readonly me: SignedInRow; readonly giveUp: () => void };

const runFor = async ({ db, me, giveUp, ...deps }: Run, signal: AbortSignal): Promise<void> => {
  const { shared, transport, isMetered } = deps;
  const channel = new BroadcastChannel(syncName(me.id));
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
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind !== 'status') hear(engine, data);
  });
  try {
    await engine.run(signal);
  } finally {
    channel.close();
  }
};

/**
 * One run for whoever is signed in, for the service worker. Opens that person's database and no other; a page that
 * syncs already is only woken. Gives true when nothing is left to send.
 */
export const runInBackground = async (deps: Deps): Promise<boolean> => {
  const { shared } = deps;
  const me = await currentPerson(shared);
  if (me === null) return true;
  const db = new MainDb(me.id);
  const stop = new AbortController();
  const giveUp = () => stop.abort();
  const budget = setTimeout(giveUp, BUDGET);
  try {
    const run = { ...deps, db, me, giveUp };
    const took = await withSyncLock(me.id, stop.signal, (signal) => runFor(run, signal));
    if (!took) {
      const channel = new BroadcastChannel(syncName(me.id));
      channel.postMessage({ kind: 'wake' });
      channel.close();
    }
    return isNothing(await remaining(db));
  } finally {
    clearTimeout(budget);
    db.close();
  }
};
