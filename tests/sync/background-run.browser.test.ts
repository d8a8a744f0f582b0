import { expect, onTestFinished, test, vi } from 'vitest';
import { MainDb } from '#storage/databases/main-db.ts';
import { SharedDb } from '#storage/databases/shared-db.ts';
import { forgetCurrent, storeSignIn } from '#storage/person/sign-in.ts';
import { askBackgroundSync, SYNC_TAG } from '#sync/coordination/background.ts';
import { runInBackground } from '#sync/coordination/background-run.ts';
import { syncName, withSyncLock } from '#sync/coordination/sync-lock.ts';
import { report } from '#tests/storage/samples.ts';
import { frozenHolder, waitingFor } from './frozen-holder.ts';
import { gate, isPush, newRig, pushesOf, type Rig } from './rig.ts';

const setUp = async () => {
  const rig = await newRig();
  const shared = new SharedDb(`shared-${crypto.randomUUID()}`);
  onTestFinished(() => shared.close());
  await storeSignIn(shared, rig.signedIn);
  const deps = { shared, transport: rig.server.transport, isMetered: () => false };
  const run = (signal = new AbortController().signal) => runInBackground({ ...deps, signal });
  return { rig, shared, run };
};

/** The next push arrives and is not answered until the test says so. */
const holdsPush = ({ server }: Rig) => {
  const arrived = gate();
  const answer = gate();
  onTestFinished(answer.open);
  server.script(async ({ path }) => {
    if (!isPush(path)) return undefined;
    arrived.open();
    await answer.opened;
    return undefined;
  });
  return { arrived: arrived.opened, answer: answer.open };
};

test('it sends for whoever is signed in and says whether anything is left', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  expect(await run()).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('signed out it opens nobody’s database', async () => {
  const { rig, shared, run } = await setUp();
  await report(rig);
  await forgetCurrent(shared);
  expect(await run()).toBe(true);
  expect(rig.server.seen).toEqual([]);
});

test('what the session refuses stays, and it says so', async () => {
  const { rig, run } = await setUp();
  await report(rig);
  rig.server.script(() => ({ kind: 'refuse', status: 401, error: 'otherPerson' }));
  expect(await run()).toBe(false);
  expect(await rig.db.outbox.where('unsent').equals(1).count()).toBe(1);
});

/** A page that seems to sync: it holds the lock and answers who asks, until it goes. */
const holdingPage = async (rig: Rig) => {
  const heard: unknown[] = [];
  const channel = new BroadcastChannel(syncName(rig.signedIn.id));
  onTestFinished(() => channel.close());
  channel.addEventListener('message', ({ data }) => void heard.push(data));
  const gone = gate();
  onTestFinished(gone.open);
  const held = gate();
  void withSyncLock(rig.signedIn.id, rig.stop.signal, async () => {
    held.open();
    await gone.opened;
  });
  await held.opened;
  return { heard, channel, goes: gone.open };
};

test('[D9d] [D18c] while a page syncs it only wakes it; the moment that page is gone it sends the rest', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const page = await holdingPage(rig);
  const running = run();
  await expect.poll(() => page.heard).toEqual([{ kind: 'wake' }]);
  await waitingFor(rig.signedIn.id, 1);
  expect(rig.server.seen).toEqual([]);
  page.goes();
  expect(await running).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('once a page has sent everything it asks the server nothing more', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const page = await holdingPage(rig);
  const running = run();
  await waitingFor(rig.signedIn.id, 1);
  await rig.run();
  const asked = rig.server.seen.length;
  for (const status of rig.statuses) page.channel.postMessage({ kind: 'status', status });
  expect(await running).toBe(true);
  expect(rig.server.seen).toHaveLength(asked);
});

test('[D18c] to a page that comes it gives way in the middle of its run, and goes on once that is gone', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const push = holdsPush(rig);
  const running = run();
  await push.arrived;
  rig.server.script(() => undefined);
  // Nobody is robbed here.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const page = await holdingPage(rig);
  vi.useRealTimers();
  await waitingFor(rig.signedIn.id, 1);
  expect(rig.server.photos.size).toBe(0);
  page.goes();
  expect(await running).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('it does not begin before a page that has asked first', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  await frozenHolder(rig.signedIn.id);
  const running = run();
  await waitingFor(rig.signedIn.id, 1);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const page = gate();
  const gone = gate();
  void withSyncLock(rig.signedIn.id, stop.signal, () => {
    page.open();
    return gone.opened;
  });
  await waitingFor(rig.signedIn.id, 2);
  await navigator.locks.request(syncName(rig.signedIn.id), { steal: true }, async () => {});
  await page.opened;
  expect(rig.server.seen).toEqual([]);
  gone.open();
  expect(await running).toBe(true);
});

test('of two workers, as while a new version takes over, neither gives way to the other', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const push = holdsPush(rig);
  const first = run();
  await push.arrived;
  const second = run();
  await waitingFor(rig.signedIn.id, 1);
  push.answer();
  expect(await Promise.all([first, second])).toEqual([true, true]);
  expect(pushesOf(rig)).toHaveLength(1);
});

test('told to end, it does so at once, in line behind a page and in the middle of its own run', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const page = await holdingPage(rig);
  const end = new AbortController();
  const inLine = run(end.signal);
  await waitingFor(rig.signedIn.id, 1);
  end.abort();
  expect(await inLine).toBe(false);
  page.goes();
  expect(await run(end.signal)).toBe(false);
  expect(rig.server.seen).toEqual([]);

  const again = new AbortController();
  rig.server.script(() => {
    again.abort();
    return undefined;
  });
  expect(await run(again.signal)).toBe(false);
  expect(rig.server.photos.size).toBe(0);
});

test('[D18d] from a page that holds the lock and shows no life it takes it, and sends', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  await frozenHolder(rig.signedIn.id);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const running = run();
  await waitingFor(rig.signedIn.id, 1);
  vi.advanceTimersByTime(15_000);
  vi.useRealTimers();
  expect(await running).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('[D18d] from a page that answered and shows no life later it takes it all the same', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  await frozenHolder(rig.signedIn.id);
  const life = new BroadcastChannel(`${syncName(rig.signedIn.id)}-life`);
  onTestFinished(() => life.close());
  const asked: unknown[] = [];
  life.addEventListener('message', ({ data }) => {
    if (asked.push(data) === 1) life.postMessage(true);
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const patience = vi.spyOn(globalThis, 'clearTimeout');
  const running = run();
  await waitingFor(rig.signedIn.id, 1);
  // The answer has been heard.
  await expect.poll(() => patience.mock.calls.length).toBe(1);
  vi.advanceTimersByTime(15_000);
  await expect.poll(() => asked).toHaveLength(2);
  vi.advanceTimersByTime(15_000);
  vi.useRealTimers();
  expect(await running).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('a background sync is asked for where the browser has it', async () => {
  const tags: string[] = [];
  const asked = (registration: object | undefined) =>
    askBackgroundSync({ getRegistration: async () => registration });
  expect(await asked({ sync: { register: async (tag: string) => void tags.push(tag) } })).toBe(true);
  expect(tags).toEqual([SYNC_TAG]);
  expect(await asked({})).toBe(false);
  expect(await asked(undefined)).toBe(false);
  expect(await asked({ sync: { register: () => Promise.reject(new Error('not allowed')) } })).toBe(false);
  expect(await askBackgroundSync(undefined)).toBe(false);
});

test('the database is one for the page and the worker', async () => {
  const { rig } = await setUp();
  await report(rig);
  const other = new MainDb(rig.signedIn.id);
  onTestFinished(() => other.close());
  expect(await other.outbox.count()).toBe(1);
});
