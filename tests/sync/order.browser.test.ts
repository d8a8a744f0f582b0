import { expect, test } from 'vitest';
import { myReports } from '#storage/my-reports.ts';
import { isNothing, remaining } from '#storage/remaining.ts';
import { saveCaseEvent } from '#storage/save-report.ts';
import { shownCase } from '#storage/shown-subjects.ts';
import { draftOf, foldOf, newPhone, NOON, report } from '#tests/storage/samples.ts';
import { eventually, gate, newRig } from './rig.ts';

test('[H8] text first, then thumbnails in one body, then photos newest report first, then receipts', async () => {
  const rig = await newRig();
  const reports = [await report(rig, 1), await report(rig, 1), await report(rig, 1)];
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(rig.server.lines().slice(0, 3)).toEqual([
    'POST sync/push',
    'POST photos/thumbnails',
    'GET sync/pull',
  ]);
  const puts = rig.server.seen
    .filter(({ method }) => method === 'PUT')
    .map(({ path }) => path.split('/').at(-1));
  expect(puts).toEqual(reports.toReversed().map(({ photos }) => photos[0]?.sha256));
  expect(rig.server.lines().at(-1)).toBe('POST photos/have');
  expect(isNothing(await remaining(rig.db))).toBe(true);
  expect((await myReports(rig.db, rig.by)).map((it) => it.trust.kind)).toEqual(Array(3).fill('complete'));
});

test('every photo arrives byte for byte', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 3);
  const own = await rig.db.photoBytes.bulkGet(photos.map((photo) => photo.sha256));
  await rig.run();
  for (const row of own) expect(rig.server.photos.get(row?.sha256 ?? '')).toEqual(new Uint8Array(row!.data));
  expect(rig.server.thumbnails.size).toBe(3);
});

test('[H8] a report saved while photos are in flight is sent at once', async () => {
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

test('[H8] two photos travel at once, no more', async () => {
  const rig = await newRig();
  await report(rig, 5);
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
  // Both are held at the door, however long the phone takes to read the second photo.
  await eventually(() => inFlight === 2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  door.open();
  await running;
  expect(most).toBe(2);
});

test('[P8] a batch holds at most fifty events', async () => {
  const rig = await newRig();
  for (let i = 0; i < 60; i++) await report(rig);
  await rig.run();
  const pushes = rig.server.seen.filter(({ path }) => path === '/api/sync/push');
  expect(pushes.map(({ names }) => names.length)).toEqual([50, 10]);
  expect(rig.server.subjects.size).toBe(60);
});

test('with nothing to send it pulls what others did', async () => {
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

test('the server’s clock is learned from the quickest answer, half the way counted', async () => {
  const rig = await newRig();
  await report(rig);
  rig.server.script(() => {
    rig.clock.time += 200;
    return undefined;
  });
  await rig.run();
  // The fake server reads the same clock, after the request's 200 ms and with no way back.
  expect(rig.offsets).toEqual([100]);
});

test('what a run shows: sending, the photos on their way, and rest', async () => {
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
    photosHeld: false,
  });
  expect(rig.clock.time).toBe(NOON);
});
