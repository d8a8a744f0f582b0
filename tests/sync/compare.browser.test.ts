import { expect, test, vi } from 'vitest';
import { myReports } from '#tests/storage/read-my-reports.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { storeRetryAfter } from '#storage/outbox/retry-after.ts';
import { freeConfirmed } from '#storage/photos/photos.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { compareWithServer, isEqual } from '#sync/online/compare.ts';
import { NOON, report } from '#tests/storage/samples.ts';
import { isPush, newRig, times, type Rig } from './rig.ts';

const compare = (rig: Rig, onProgress?: (asked: number, of: number) => void) =>
  compareWithServer({
    db: rig.db,
    identity: { person: rig.signedIn.id, device: rig.signedIn.device },
    transport: rig.server.transport,
    now: () => rig.clock.time,
    random: () => 1,
    signal: rig.stop.signal,
    ...(onProgress ? { onProgress } : {}),
  });

const compared = async (rig: Rig) => {
  const answered = await compare(rig);
  if (!answered.ok) throw new Error(answered.error);
  return answered.value;
};
const everything = async ({ db }: Rig) => [await db.outbox.toArray(), await db.photos.toArray()];
const trustOf = async (rig: Rig) => (await myReports(rig.db, rig.by)).map(({ trust }) => trust.kind);

test('[D10c] [D10d] asking about every event and photo by hash changes nothing when all is there', async () => {
  const rig = await newRig();
  await report(rig, 2);
  const { caseId } = await report(rig, 1);
  await saveCaseEvent(rig.author(), { caseId, type: 'case.noted', text: '门口也有' });
  await rig.run();
  const before = await everything(rig);
  const steps: (readonly number[])[] = [];
  const answered = await compare(rig, (asked, of) => steps.push([asked, of]));
  expect(answered).toEqual({
    ok: true,
    value: { events: { asked: 3, again: 0 }, photos: { asked: 3, again: 0 }, lost: 0 },
  });
  expect(steps).toEqual([
    [3, 6],
    [6, 6],
  ]);
  expect(await everything(rig)).toEqual(before);
  expect(rig.server.seen.at(-1)!.names.toSorted()).toEqual([...rig.server.photos.keys()].toSorted());
});

test('[D10d] asking leaves the counts of what is unsent as they are, here and on the server', async () => {
  const rig = await newRig();
  await report(rig);
  await report(rig);
  await rig.run();
  await report(rig);
  await compared(rig);
  expect(rig.server.unsent()).toBe(1);
  expect((await remaining(rig.db)).events).toBe(1);
  expect((await trustOf(rig)).toSorted()).toEqual(['complete', 'complete', 'onPhone']);
});

test('[D10b] [D10e] an event the server has lost is not complete from then on, and goes again with its photos', async () => {
  const rig = await newRig();
  await report(rig, 1);
  await report(rig, 1);
  await rig.run();
  const [[hash]] = [...rig.server.eventsByHash] as [[string, unknown]];
  rig.server.eventsByHash.delete(hash);
  rig.server.subjects.clear();
  const result = await compared(rig);
  expect(result).toEqual({ events: { asked: 2, again: 1 }, photos: { asked: 2, again: 0 }, lost: 0 });
  expect(isEqual(result)).toBe(false);
  expect((await trustOf(rig)).toSorted()).toEqual(['complete', 'onPhone']);
  await rig.run();
  expect(isEqual(await compared(rig))).toBe(true);
  expect(await trustOf(rig)).toEqual(['complete', 'complete']);
});

test('[D10b] [D10e] a confirmed photo the server has lost is not complete from then on, and goes again', async () => {
  const rig = await newRig();
  await report(rig, 2);
  await rig.run();
  const [lost] = rig.server.photos.keys();
  rig.server.photos.delete(lost!);
  rig.server.thumbnails.clear();
  expect(await compared(rig)).toMatchObject({ photos: { asked: 2, again: 1 }, lost: 0 });
  expect((await myReports(rig.db, rig.by))[0]?.trust).toEqual({ kind: 'photos', there: 1, of: 2, lost: 0 });
  await rig.run();
  expect(rig.server.photos.has(lost!)).toBe(true);
  expect(rig.server.thumbnails.size).toBe(1);
  expect(await trustOf(rig)).toEqual(['complete']);
});

test('[D10f] [D17h] a photo freed here and missing there is lost, and shown so until the server finds it', async () => {
  const rig = await newRig();
  await report(rig, 1);
  await rig.run();
  await freeConfirmed(rig.db, rig.clock.time, true);
  const [[sha256, bytes]] = [...rig.server.photos] as [[string, Uint8Array]];
  rig.server.photos.clear();
  expect(await compared(rig)).toMatchObject({ photos: { asked: 1, again: 0 }, lost: 1 });
  const lost = { kind: 'textReceived', there: 0, of: 1, lost: 1 };
  expect((await myReports(rig.db, rig.by))[0]?.trust).toEqual(lost);
  expect(await compared(rig)).toMatchObject({ photos: { asked: 1, again: 0 }, lost: 1 });
  rig.server.photos.set(sha256, bytes);
  expect(isEqual(await compared(rig))).toBe(true);
  expect(await trustOf(rig)).toEqual(['complete']);
});

test('[D10f] damaged bytes are no photo: what the server lost of them is lost', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1);
  await rig.run();
  await rig.db.photoBytes.put({ sha256: photos[0]!.sha256, data: new Uint8Array(3000).buffer });
  rig.server.photos.clear();
  expect(await compared(rig)).toMatchObject({ photos: { asked: 1, again: 0 }, lost: 1 });
});

test('[D10b] [D10e] a server restored from before everything is told of all of it, and gets it again', async () => {
  const rig = await newRig();
  await report(rig, 2);
  await report(rig);
  await rig.run();
  rig.server.restore('everything');
  const result = await compared(rig);
  expect(result).toEqual({ events: { asked: 2, again: 2 }, photos: { asked: 2, again: 2 }, lost: 0 });
  expect(await trustOf(rig)).toEqual(['onPhone', 'onPhone']);
  await rig.run();
  expect(isEqual(await compared(rig))).toBe(true);
  expect(rig.server.photos.size).toBe(2);
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('[D10c] more than one batch of each is asked about whole', async () => {
  const rig = await newRig();
  for (let i = 0; i < 11; i++) await report(rig, 20);
  for (let i = 0; i < 41; i++) await report(rig);
  await rig.run();
  expect(await compared(rig)).toEqual({
    events: { asked: 52, again: 0 },
    photos: { asked: 220, again: 0 },
    lost: 0,
  });
});

test.each([
  ['the link is gone', { kind: 'link', error: 'offline' }, 'offline'],
  ['a portal answers', { kind: 'page', status: 200 }, 'offline'],
  ['the session has ended', { kind: 'refuse', status: 401, error: 'notSignedIn' }, 'notSignedIn'],
] as const)('[D10d] when %s nothing is claimed and nothing changes', async (_, fault, error) => {
  const rig = await newRig();
  await report(rig, 1);
  await rig.run();
  const before = await everything(rig);
  rig.server.script(({ path }) => (path.endsWith('/have') ? fault : undefined));
  expect(await compare(rig)).toEqual({ ok: false, error });
  expect(await everything(rig)).toEqual(before);
});

const full = { kind: 'refuse', status: 503, error: 'busy', headers: { 'retry-after': '40' } } as const;

test('[P13b] a server that told the sync to stay away is not asked on demand either, until it may be', async () => {
  const rig = await newRig();
  await report(rig, 1);
  await rig.run();
  await report(rig);
  rig.server.script(() => full);
  const left = new AbortController();
  await rig.newEngine(rig.server.transport, async () => left.abort()).run(left.signal);
  rig.server.script(() => undefined);
  const asked = rig.server.seen.length;
  expect(await compare(rig)).toEqual({ ok: false, error: 'busy' });
  rig.clock.time += 49_999;
  expect(await compare(rig)).toEqual({ ok: false, error: 'busy' });
  expect(rig.server.seen).toHaveLength(asked);
  rig.clock.time += 1;
  expect(isEqual(await compared(rig))).toBe(true);
});

test('[P13b] who is told to stay away on demand asks no further, and the sync keeps to it, also one that begins', async () => {
  const rig = await newRig();
  await report(rig, 1);
  await rig.run();
  rig.server.script(({ path }) => (path.endsWith('/push') ? full : undefined));
  const asked = rig.server.seen.length;
  expect(await compare(rig)).toEqual({ ok: false, error: 'busy' });
  expect(rig.server.seen).toHaveLength(asked + 1);
  rig.server.script(() => undefined);
  await report(rig);
  const askedWhileHeld: number[] = [];
  const engine = rig.newEngine(rig.server.transport, async (millis) => {
    askedWhileHeld.push(rig.server.seen.length - asked - 1);
    rig.clock.time += millis;
  });
  await engine.run(rig.stop.signal);
  expect(askedWhileHeld).toEqual([0]);
  expect(rig.clock.time - NOON).toBe(50_000);
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('[P13b] a run under way keeps to what was told on demand once it is woken', async () => {
  const rig = await newRig();
  await report(rig);
  await report(rig);
  const cut = times(1, isPush);
  const askedOnceWoken: number[] = [];
  let isWoken = false;
  rig.server.script((request) => {
    if (isWoken) askedOnceWoken.push(rig.clock.time - NOON);
    return cut(request) ? { kind: 'link', error: 'offline' } : undefined;
  });
  const wakeHeld = async () => {
    await storeRetryAfter(rig.db, NOON + 50_000);
    isWoken = true;
    engine.wake();
  };
  // Another piece that ends has it sleep anew: time stands still until the wake.
  let woken: Promise<void> | undefined;
  const engine = rig.newEngine(rig.server.transport, async (millis) => {
    if (isWoken) rig.clock.time += millis;
    else await (woken ??= wakeHeld());
  });
  await engine.run(rig.stop.signal);
  expect(askedOnceWoken[0]).toBe(50_000);
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('[P13b] a hold that is told while an older one is read is kept to as well', async () => {
  const rig = await newRig();
  await report(rig);
  const asked: number[] = [];
  rig.server.script(() => {
    asked.push(rig.clock.time - NOON);
    return undefined;
  });
  const get = rig.db.meta.get.bind(rig.db.meta);
  const readsTheOlder = async () => {
    const row = await get('heldUntil');
    spy.mockRestore();
    await storeRetryAfter(rig.db, NOON + 50_000);
    engine.wake();
    return row;
  };
  const spy = vi.spyOn(rig.db.meta, 'get');
  spy.mockImplementation(((key: string) =>
    key === 'heldUntil' ? readsTheOlder() : get(key as 'heldUntil')) as typeof get);
  // Whoever asks too early has the time to.
  const engine = rig.newEngine(rig.server.transport, async (millis, signal) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (!signal.aborted) rig.clock.time += millis;
  });
  await engine.run(rig.stop.signal);
  expect(asked[0]).toBe(50_000);
});
