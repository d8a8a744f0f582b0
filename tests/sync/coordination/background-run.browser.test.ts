import { expect, onTestFinished, test, vi } from 'vitest';
import { ok } from '#domain/base/result.ts';
import { MARKER } from '#domain/protocol/version.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { SharedDb } from '#storage/databases/shared-db.ts';
import { forgetCurrent, storeSignIn } from '#storage/person/sign-in.ts';
import { askBackgroundSync, SYNC_TAG } from '#sync/coordination/background.ts';
import { runInBackground } from '#sync/coordination/background-run.ts';
import { syncName, withSyncLock } from '#sync/coordination/sync-lock.ts';
import { NOON, report } from '#tests/storage/samples.ts';
import { frozenHolder, waitingFor } from './frozen-holder.ts';
import { gate, isPush, newRig, pushesOf, type Rig } from '#tests/sync/rig.ts';

const setUp = async () => {
  const rig = await newRig();
  const shared = new SharedDb(`shared-${crypto.randomUUID()}`);
  onTestFinished(() => shared.close());
  await storeSignIn(shared, rig.signedIn);
  const deps = { shared, transport: rig.server.transport, isMetered: () => false };
  const run = (signal = new AbortController().signal) => runInBackground({ ...deps, signal });
  return { rig, shared, run };
};

/** The next push arrives and is not answered until the test opens the gate. */
const delayPush = ({ server }: Rig) => {
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

test('background run, report and photo waiting → sends both for the signed-in person and returns true', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  expect(await run()).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('background run, no person signed in → opens no database and sends nothing', async () => {
  const { rig, shared, run } = await setUp();
  await report(rig);
  await forgetCurrent(shared);
  expect(await run()).toBe(true);
  expect(rig.server.seen).toEqual([]);
});

test('background run, session refused → the event stays unsent and the run returns false', async () => {
  const { rig, run } = await setUp();
  await report(rig);
  rig.server.script(() => ({ kind: 'refuse', status: 401, error: 'otherPerson' }));
  expect(await run()).toBe(false);
  expect(await rig.db.outbox.where('unsent').equals(1).count()).toBe(1);
});

test('[N3f] background run, the session of an observer is gone → a new one by the key, and everything is sent', async () => {
  const rig = await newRig('observer');
  const shared = new SharedDb(`shared-${crypto.randomUUID()}`);
  onTestFinished(() => shared.close());
  await storeSignIn(shared, rig.signedIn);
  await report(rig, 1);
  let renewed = 0;
  const transport: Transport = async (request) => {
    if (request.path !== '/api/session/renew') return rig.server.transport(request);
    renewed += 1;
    rig.server.script(() => undefined);
    const body = JSON.stringify({ marker: MARKER, serverTime: NOON, person: rig.signedIn.person });
    return ok({ status: 200, header: () => null, bytes: new TextEncoder().encode(body).buffer });
  };
  rig.server.script(() => ({ kind: 'refuse', status: 401, error: 'notSignedIn' }));
  const signal = new AbortController().signal;
  expect(await runInBackground({ shared, transport, isMetered: () => false, signal })).toBe(true);
  expect([renewed, rig.server.photos.size]).toEqual([1, 1]);
});

/** A page that seems to sync: it holds the lock and answers questions until `close` is called. */
const holdingPage = async (rig: Rig) => {
  const received: unknown[] = [];
  const channel = new BroadcastChannel(syncName(rig.signedIn.id));
  onTestFinished(() => channel.close());
  channel.addEventListener('message', ({ data }) => void received.push(data));
  const closed = gate();
  onTestFinished(closed.open);
  const locked = gate();
  void withSyncLock(rig.signedIn.id, rig.stop.signal, async () => {
    locked.open();
    await closed.opened;
  });
  await locked.opened;
  return { received, channel, close: closed.open };
};

test('[D9d] [D18c] background run, a page syncs → only wakes the page; sends the rest when the page closes', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const page = await holdingPage(rig);
  const running = run();
  await expect.poll(() => page.received).toEqual([{ kind: 'wake' }]);
  await waitingFor(rig.signedIn.id, 1);
  expect(rig.server.seen).toEqual([]);
  page.close();
  expect(await running).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('background run, the page has sent everything → sends no request', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const page = await holdingPage(rig);
  const running = run();
  await waitingFor(rig.signedIn.id, 1);
  await rig.run();
  const requestsBefore = rig.server.seen.length;
  for (const status of rig.statuses) page.channel.postMessage({ kind: 'status', status });
  expect(await running).toBe(true);
  expect(rig.server.seen).toHaveLength(requestsBefore);
});

test('[D18c] background run, a page asks for the lock during the run → yields, and goes on after the page closes', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const push = delayPush(rig);
  const running = run();
  await push.arrived;
  rig.server.script(() => undefined);
  // No lock is stolen in this part.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const page = await holdingPage(rig);
  vi.useRealTimers();
  await waitingFor(rig.signedIn.id, 1);
  expect(rig.server.photos.size).toBe(0);
  page.close();
  expect(await running).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('background run, a page asked for the lock before → starts after the page', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  await frozenHolder(rig.signedIn.id);
  const running = run();
  await waitingFor(rig.signedIn.id, 1);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const page = gate();
  const closed = gate();
  void withSyncLock(rig.signedIn.id, stop.signal, () => {
    page.open();
    return closed.opened;
  });
  await waitingFor(rig.signedIn.id, 2);
  await navigator.locks.request(syncName(rig.signedIn.id), { steal: true }, async () => {});
  await page.opened;
  expect(rig.server.seen).toEqual([]);
  closed.open();
  expect(await running).toBe(true);
});

test('background run, two workers during a handover → neither yields to the other', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const push = delayPush(rig);
  const first = run();
  await push.arrived;
  const second = run();
  await waitingFor(rig.signedIn.id, 1);
  push.answer();
  expect(await Promise.all([first, second])).toEqual([true, true]);
  expect(pushesOf(rig)).toHaveLength(1);
});

test('background run, signal aborts → ends at once, while it waits for the lock and during a run', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  const page = await holdingPage(rig);
  const end = new AbortController();
  const inLine = run(end.signal);
  await waitingFor(rig.signedIn.id, 1);
  end.abort();
  expect(await inLine).toBe(false);
  page.close();
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

test('[D18d] background run, frozen page holds the lock → steals the lock after 15 s and sends', async () => {
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

test('[D18d] background run, the page answered once and then froze → steals the lock and sends', async () => {
  const { rig, run } = await setUp();
  await report(rig, 1);
  await frozenHolder(rig.signedIn.id);
  const life = new BroadcastChannel(`${syncName(rig.signedIn.id)}-life`);
  onTestFinished(() => life.close());
  const questions: unknown[] = [];
  life.addEventListener('message', ({ data }) => {
    if (questions.push(data) === 1) life.postMessage(true);
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const cleared = vi.spyOn(globalThis, 'clearTimeout');
  const running = run();
  await waitingFor(rig.signedIn.id, 1);
  // The answer has arrived.
  await expect.poll(() => cleared.mock.calls.length).toBe(1);
  vi.advanceTimersByTime(15_000);
  await expect.poll(() => questions).toHaveLength(2);
  vi.advanceTimersByTime(15_000);
  vi.useRealTimers();
  expect(await running).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('askBackgroundSync, with and without browser support → registers the tag where it is supported', async () => {
  const tags: string[] = [];
  const ask = (registration: object | undefined) =>
    askBackgroundSync({ getRegistration: async () => registration });
  expect(await ask({ sync: { register: async (tag: string) => void tags.push(tag) } })).toBe(true);
  expect(tags).toEqual([SYNC_TAG]);
  expect(await ask({})).toBe(false);
  expect(await ask(undefined)).toBe(false);
  expect(await ask({ sync: { register: () => Promise.reject(new Error('not allowed')) } })).toBe(false);
  expect(await askBackgroundSync(undefined)).toBe(false);
});

test('the database of a person, opened by page and worker → is the same', async () => {
  const { rig } = await setUp();
  await report(rig);
  const other = new MainDb(rig.signedIn.id);
  onTestFinished(() => other.close());
  expect(await other.outbox.count()).toBe(1);
});
