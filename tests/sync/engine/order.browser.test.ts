import { expect, onTestFinished, test, vi } from 'vitest';
import { myReports } from '#tests/storage/read-my-reports.ts';
import { markPhotoStored, recordReceipts } from '#storage/photos/photos.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { unsentEvents } from '#storage/outbox/outbox.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { shownCase } from '#storage/subjects/one-case.ts';
import { lastContact } from '#storage/subjects/subjects.ts';
import { draftOf, foldOf, newPhone, NOON, report } from '#tests/storage/samples.ts';
import { eventually, gate, isPush, newRig, pushesOf, type Rig } from '#tests/sync/rig.ts';

/** Whether the first request of one kind comes after the last request of another. */
const isBehind = ({ server }: Rig, line: string, other: string): boolean =>
  server.lines().indexOf(line) > server.lines().lastIndexOf(other);

test('[H8a] [H8e] sending order, three reports → text, thumbnails in one body, photos newest report first, receipts', async () => {
  const rig = await newRig();
  const reports = [await report(rig, 1), await report(rig, 1), await report(rig, 1)];
  expect(await rig.run()).toEqual({ kind: 'done' });
  const lines = rig.server.lines();
  // The first push and the due pull run in parallel, so their order is random.
  expect(lines.slice(0, 2).sort()).toEqual(['GET sync/pull', 'POST sync/push']);
  expect(lines.slice(2, 4)).toEqual(['POST photos/thumbnails', 'PUT photos/']);
  const puts = rig.server.seen
    .filter(({ method }) => method === 'PUT')
    .map(({ path }) => path.split('/').at(-1));
  expect(puts).toEqual(reports.toReversed().map(({ photos }) => photos[0]?.sha256));
  expect(isBehind(rig, 'POST photos/have', 'PUT photos/')).toBe(true);
  expect(isNothing(await remaining(rig.db))).toBe(true);
  expect((await myReports(rig.db, rig.by)).map((it) => it.trust.kind)).toEqual(Array(3).fill('complete'));
});

test('photos, three sent → every one arrives byte for byte', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 3);
  const own = await rig.db.photoBytes.bulkGet(photos.map((photo) => photo.sha256));
  await rig.run();
  for (const row of own) expect(rig.server.photos.get(row?.sha256 ?? '')).toEqual(new Uint8Array(row!.data));
  expect(rig.server.thumbnails.size).toBe(3);
});

test('[H8b] new report, photos in flight → is sent at once', async () => {
  const rig = await newRig();
  await report(rig, 2);
  const door = gate();
  rig.server.script(({ method }) => (method === 'PUT' ? door.opened : undefined));
  const running = rig.run();
  await eventually(() => rig.server.lines().includes('PUT photos/'));
  const fresh = await report(rig, 1);
  rig.engine.wake();
  await eventually(() => rig.server.subjects.has(`case:${fresh.caseId}`));
  await eventually(() => rig.server.thumbnails.has(fresh.photos[0]!.thumbnail.sha256));
  expect(rig.server.photos.size).toBe(0);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
  expect(rig.server.photos.size).toBe(3);
});

test('[H8c] nine photos → at most three uploads at once, so that a connection is free for text', async () => {
  const rig = await newRig();
  await report(rig, 9);
  const door = gate();
  let inFlight = 0;
  let most = 0;
  rig.server.script(async ({ method }) => {
    if (method !== 'PUT') return undefined;
    most = Math.max(most, ++inFlight);
    await door.opened;
    inFlight -= 1;
    return undefined;
  });
  const running = rig.run();
  // Every upload waits at the gate, however long the phone takes to read it.
  await eventually(() => inFlight === 3);
  await new Promise((resolve) => setTimeout(resolve, 50));
  door.open();
  await running;
  expect(most).toBe(3);
});

test('[P8a] push, 110 events → at most 100 in a batch', async () => {
  const rig = await newRig();
  for (let i = 0; i < 110; i++) await report(rig);
  await rig.run();
  const pushes = rig.server.seen.filter(({ path }) => path === '/api/sync/push');
  expect(pushes.map(({ names }) => names.length)).toEqual([100, 10]);
  expect(rig.server.subjects.size).toBe(110);
});

test('a push ends while the engine asks whether photos must wait → its events are not sent again', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const [push, answer] = [gate(), gate()];
  rig.server.script(({ path }) => (isPush(path) ? push.opened : undefined));
  const running = rig.run();
  await eventually(() => rig.server.lines().includes('POST sync/push'));
  let isAsked = false;
  Object.defineProperty(rig.wifi, 'wait', {
    get: () => {
      isAsked = true;
      return answer.opened.then(() => false);
    },
  });
  rig.engine.wake();
  await eventually(() => isAsked);
  push.open();
  await eventually(async () => (await unsentEvents(rig.db)).length === 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  answer.open();
  expect(await running).toEqual({ kind: 'done' });
  expect(pushesOf(rig)).toHaveLength(1);
});

test('run, nothing to send → pulls the events of other people', async () => {
  const rig = await newRig();
  const reviewer = await newPhone('reviewer');
  const { caseId, row } = await report(rig);
  await rig.run();
  const filed = await saveCaseEvent(reviewer.author(), { caseId, type: 'case.filed', text: '' });
  const event = (await reviewer.db.outbox.get(filed.ok ? filed.value : ''))!.event;
  rig.server.apply(event, reviewer.by);
  expect((await shownCase(rig.db, rig.by, caseId))?.case.state).toBe('reported');
  await rig.run();
  expect((await shownCase(rig.db, rig.by, caseId))?.case.state).toBe('filed');
  expect(foldOf([row.event], rig.by).state).toBe('reported');
});

test('clock offset, several answers → taken from the shortest round trip, at its middle', async () => {
  const rig = await newRig();
  await report(rig);
  rig.server.script(() => {
    rig.clock.time += 200;
    return undefined;
  });
  await rig.run();
  // The fake server reads the same clock after the 200 ms of the request; its answer takes no time.
  expect(rig.offsets).toEqual([100]);
});

test('status, one run → shows sending, the photos in flight, then idle', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1, draftOf(), 5000);
  await rig.run();
  expect(rig.statuses.map((it) => it.phase)).toContain('sending');
  const moving = rig.statuses.flatMap((it) => it.inFlight);
  expect(moving).toContainEqual({ sha256: photos[0]!.sha256, sentBytes: 0, totalBytes: 5000 });
  expect(rig.statuses.at(-1)).toEqual({
    phase: 'idle',
    error: null,
    nextTryAt: null,
    inFlight: [],
    bytesPerSecond: null,
    waitingForWifi: false,
  });
  expect(rig.clock.time).toBe(NOON);
});

test('photo upload, many waiting → two transactions each, and no read of the other photos', async () => {
  // Dexie keeps a reference to it when it opens a database.
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction');
  onTestFinished(() => transaction.mockRestore());
  const rig = await newRig();
  for (let i = 0; i < 3; i++) await report(rig, 4);
  let photos = 0;
  rig.server.script(async ({ method }) => {
    if (method !== 'PUT') return undefined;
    photos += 1;
    if (photos <= 4) await eventually(async () => (await lastContact(rig.db)) !== null);
    if (photos === 5) transaction.mockClear();
    if (photos !== 11) return undefined;
    const stores = transaction.mock.calls.map(([names]) => [names].flat().join());
    expect(stores.filter((names) => names.includes('outbox'))).toEqual([]);
    const own = stores.filter((names) => names.includes('photos')).length;
    expect(own).toBeGreaterThanOrEqual(6);
    expect(own).toBeLessThanOrEqual(6 * 2 + 4);
    return undefined;
  });
  await rig.run();
  expect(photos).toBe(12);
});

test('[H7c] receipts, nothing else left → requested once, for many photos in one request', async () => {
  const rig = await newRig();
  for (let i = 0; i < 3; i++) await report(rig, 3);
  await rig.run();
  const asked = rig.server.seen.filter(({ path }) => path.endsWith('/have'));
  expect(asked.map(({ names }) => names.length)).toEqual([9]);
  expect(isBehind(rig, 'POST photos/have', 'PUT photos/')).toBe(true);
});

test('[H7d] receipts, uploads running → requested as soon as one request is full', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1);
  const [row] = await rig.db.photos.toArray();
  await rig.db.photos.bulkAdd(
    Array.from({ length: 200 }, (_, i) => ({
      ...row!,
      sha256: i.toString(16).padStart(64, '0'),
      state: 'stored' as const,
      thumbnailState: 'stored' as const,
    })),
  );
  const door = gate();
  rig.server.script(({ method }) => (method === 'PUT' ? door.opened : undefined));
  const running = rig.engine.run(rig.stop.signal);
  await eventually(() => rig.server.lines().includes('POST photos/have'));
  expect(rig.server.photos.has(photos[0]!.sha256)).toBe(false);
  rig.stop.abort();
  door.open();
  expect(await running).toEqual({ kind: 'stopped' });
});

test('[H8d] photos, thumbnails in flight → start beside the last thumbnails, not before them', async () => {
  const rig = await newRig();
  await report(rig, 6);
  const door = gate();
  rig.server.script(({ path }) => (path.includes('/photos/') ? door.opened : undefined));
  const running = rig.run();
  const sent = () => rig.server.lines().filter((line) => line.includes('photos/'));
  await eventually(() => sent().length === 3);
  expect(sent().sort()).toEqual(['POST photos/thumbnails', ...Array(2).fill('PUT photos/')]);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
  expect([rig.server.thumbnails.size, rig.server.photos.size]).toEqual([6, 6]);
});

test('[H7f] receipts, storage short → requested at once, because only confirmed photos can be freed', async () => {
  const rig = await newRig();
  await report(rig, 2);
  const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
  vi.spyOn(rig.db.subjects, 'bulkPut').mockRejectedValueOnce(full);
  const door = gate();
  let puts = 0;
  rig.server.script(({ method }) => (method === 'PUT' && ++puts === 2 ? door.opened : undefined));
  const running = rig.run();
  await eventually(() => rig.server.lines().includes('POST photos/have'));
  expect(rig.server.photos.size).toBe(1);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
});

test('[D18a] photo, another engine has sent it meanwhile → is not sent again', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 7);
  const door = gate();
  let puts = 0;
  rig.server.script(({ method }) => (method === 'PUT' && ++puts <= 3 ? door.opened : undefined));
  const running = rig.run();
  const readTried = async () => (await rig.db.photos.toArray()).filter((photo) => photo.tries > 0);
  // Three are in flight, two are read in advance.
  await eventually(async () => (await readTried()).length === 5);
  const tried = await readTried();
  const untried = photos.filter(({ sha256 }) => tried.every((photo) => photo.sha256 !== sha256));
  expect(untried).toHaveLength(2);
  await markPhotoStored(rig.db, untried[0]!.sha256);
  await recordReceipts(rig.db, new Map([[untried[0]!.sha256, 'receipt']]), NOON);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
  expect(puts).toBe(6);
});
