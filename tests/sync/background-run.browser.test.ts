import { expect, onTestFinished, test, vi } from 'vitest';
import { MainDb } from '#storage/main-db.ts';
import { SharedDb } from '#storage/shared-db.ts';
import { forgetCurrent, storeSignIn } from '#storage/sign-in.ts';
import { askBackgroundSync, SYNC_TAG } from '#sync/background.ts';
import { runInBackground } from '#sync/background-run.ts';
import { syncName, withSyncLock } from '#sync/sync-lock.ts';
import { report } from '#tests/storage/samples.ts';
import { frozenHolder, waitingFor } from './frozen-holder.ts';
import { newRig } from './rig.ts';

const setUp = async () => {
  const rig = await newRig();
  const shared = new SharedDb(`shared-${crypto.randomUUID()}`);
  onTestFinished(() => shared.close());
  await storeSignIn(shared, rig.signedIn);
  return { rig, shared };
};

test('it sends for whoever is signed in and says whether anything is left', async () => {
  const { rig, shared } = await setUp();
  await report(rig, 1);
  expect(await runInBackground({ shared, transport: rig.server.transport, isMetered: () => false })).toBe(
    true,
  );
  expect(rig.server.photos.size).toBe(1);
});

test('signed out it opens nobody’s database', async () => {
  const { rig, shared } = await setUp();
  await report(rig);
  await forgetCurrent(shared);
  expect(await runInBackground({ shared, transport: rig.server.transport, isMetered: () => false })).toBe(
    true,
  );
  expect(rig.server.seen).toEqual([]);
});

test('what the session refuses stays, and it says so', async () => {
  const { rig, shared } = await setUp();
  await report(rig);
  rig.server.script(() => ({ kind: 'refuse', status: 401, error: 'otherPerson' }));
  expect(await runInBackground({ shared, transport: rig.server.transport, isMetered: () => false })).toBe(
    false,
  );
  expect(await rig.db.outbox.where('unsent').equals(1).count()).toBe(1);
});

test('while a page syncs it only wakes it', async () => {
  const { rig, shared } = await setUp();
  await report(rig);
  const heard: unknown[] = [];
  const channel = new BroadcastChannel(syncName(rig.signedIn.id));
  onTestFinished(() => channel.close());
  channel.addEventListener('message', ({ data }) => void heard.push(data));
  await withSyncLock(rig.signedIn.id, rig.stop.signal, async () => {
    expect(await runInBackground({ shared, transport: rig.server.transport, isMetered: () => false })).toBe(
      false,
    );
  });
  await expect.poll(() => heard).toEqual([{ kind: 'wake' }]);
  expect(rig.server.seen).toEqual([]);
});

test('[D18] from a page that holds the lock and shows no life it takes it, and sends', async () => {
  const { rig, shared } = await setUp();
  await report(rig, 1);
  await frozenHolder(rig.signedIn.id);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const running = runInBackground({ shared, transport: rig.server.transport, isMetered: () => false });
  await waitingFor(rig.signedIn.id, 1);
  vi.advanceTimersByTime(15_000);
  vi.useRealTimers();
  expect(await running).toBe(true);
  expect(rig.server.photos.size).toBe(1);
});

test('a background sync is asked for where the browser has it', async () => {
  const tags: string[] = [];
  const sync = { register: async (tag: string) => void tags.push(tag) };
  expect(await askBackgroundSync({ sync })).toBe(true);
  expect(tags).toEqual([SYNC_TAG]);
  expect(await askBackgroundSync({})).toBe(false);
  const refusing = { sync: { register: () => Promise.reject(new Error('not allowed')) } };
  expect(await askBackgroundSync(refusing)).toBe(false);
});

test('the database is one for the page and the worker', async () => {
  const { rig } = await setUp();
  await report(rig);
  const other = new MainDb(rig.signedIn.id);
  onTestFinished(() => other.close());
  expect(await other.outbox.count()).toBe(1);
});
