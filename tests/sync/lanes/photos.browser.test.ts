import { expect, test } from 'vitest';
import { myReports } from '#tests/storage/read-my-reports.ts';
import { freeConfirmed } from '#storage/photos/photos.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { draftOf, NOON, report } from '#tests/storage/samples.ts';
import { eventually, newRig, pushesOf, times, type Rig } from '#tests/sync/rig.ts';

const photoLines = ({ server }: Rig) =>
  server.seen
    .filter(({ path }) => /[0-9a-f]{64}/.test(path))
    .map(({ method, bytes }) => `${method} ${bytes}`);

test('[H3c] upload cut → asks for the offset and sends the rest; no byte is sent twice', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1, draftOf(), 10_000);
  let cuts = 0;
  rig.server.script(({ method }) =>
    (method === 'PUT' || method === 'PATCH') && cuts < 2
      ? { kind: 'cut', arrived: [4000, 3000][cuts++]! }
      : undefined,
  );
  await rig.run();
  expect(photoLines(rig)).toEqual(['PUT 10000', 'HEAD 0', 'PATCH 6000', 'HEAD 0', 'PATCH 3000']);
  expect(rig.server.photos.has(photos[0]!.sha256)).toBe(true);
  expect(await rig.db.photos.get(photos[0]!.sha256)).toMatchObject({ state: 'confirmed', tries: 3 });
});

test('upload cut again and again with progress → the wait does not grow', async () => {
  const rig = await newRig();
  await report(rig, 1, draftOf(), 10_000);
  let cuts = 0;
  rig.server.script(({ method }) =>
    (method === 'PUT' || method === 'PATCH') && cuts++ < 8 ? { kind: 'cut', arrived: 1000 } : undefined,
  );
  await rig.run();
  expect(rig.slept).toEqual(Array(8).fill(250));
});

test('[H3c] app killed during an upload → the next run goes on from the offset', async () => {
  const rig = await newRig();
  await report(rig, 1, draftOf(), 10_000);
  const killed = new AbortController();
  rig.server.script(({ method }) => {
    if (method !== 'PUT') return undefined;
    killed.abort();
    return { kind: 'cut', arrived: 8000 };
  });
  expect(await rig.engine.run(killed.signal)).toEqual({ kind: 'stopped' });
  rig.server.partials.set(
    (await rig.db.photos.toArray())[0]!.sha256,
    new Uint8Array(
      (await rig.db.photoBytes.get((await rig.db.photos.toArray())[0]!.sha256))!.data.slice(0, 8000),
    ),
  );
  rig.server.script(() => undefined);
  await rig.newEngine().run(rig.stop.signal);
  expect(photoLines(rig)).toEqual(['PUT 10000', 'HEAD 0', 'PATCH 2000']);
});

test('[H3d] wrong offset → corrected by the answer', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1, draftOf(), 10_000);
  const { sha256 } = photos[0]!;
  const first = times(1, (_, method) => method === 'PUT');
  rig.server.script((request) => {
    if (first(request)) return { kind: 'cut', arrived: 4000 };
    // Between HEAD and PATCH the server loses half of the bytes.
    if (request.method === 'PATCH' && rig.server.partials.get(sha256)?.length === 4000)
      rig.server.partials.set(sha256, rig.server.partials.get(sha256)!.slice(0, 1500));
    return undefined;
  });
  await rig.run();
  expect(photoLines(rig)).toEqual(['PUT 10000', 'HEAD 0', 'PATCH 6000', 'PATCH 8500']);
});

test('[H3c] answer lost after the last byte → one HEAD; the photo is not sent again', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const lost = times(1, (_, method) => method === 'PUT');
  rig.server.script((request) => (lost(request) ? { kind: 'answerLost' } : undefined));
  await rig.run();
  expect(photoLines(rig)).toEqual(['PUT 3000', 'HEAD 0']);
});

test('[H4] bytes damaged in transit → sent again from the beginning', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const spoiled = times(1, (_, method) => method === 'PUT');
  rig.server.script((request) =>
    spoiled(request) ? { kind: 'refuse', status: 422, error: 'hashMismatch' } : undefined,
  );
  await rig.run();
  expect(photoLines(rig)).toEqual(['PUT 3000', 'PUT 3000']);
  expect(rig.server.photos.size).toBe(1);
});

test.each([
  ['missing', null],
  ['damaged', new Uint8Array(3000).buffer],
] as const)('photo bytes on the phone %s → shown as lost; the other photos are sent', async (_, data) => {
  const rig = await newRig();
  const { photos } = await report(rig, 2);
  const { sha256 } = photos[0]!;
  if (data === null) await rig.db.photoBytes.delete(sha256);
  else await rig.db.photoBytes.put({ sha256, data });
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(await rig.db.photos.get(sha256)).toMatchObject({ state: 'waiting', lastError: 'photoMissing' });
  expect(rig.server.photos.has(photos[1]!.sha256)).toBe(true);
  expect((await myReports(rig.db, rig.by))[0]?.trust).toEqual({ kind: 'photos', there: 1, of: 2, lost: 1 });
});

test('[H10a] photo and thumbnail, event not answered yet → wait for the answer', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const isBusy = times(2, (path) => path === '/api/sync/push');
  rig.server.script((request) =>
    isBusy(request) ? { kind: 'refuse', status: 503, error: 'busy' } : undefined,
  );
  await rig.run();
  const lines = rig.server.lines().filter((line) => !line.endsWith('pull'));
  expect(lines.slice(0, 4)).toEqual([...Array(3).fill('POST sync/push'), 'POST photos/thumbnails']);
});

test('[H10b] thumbnail, server lost its event → is not recorded as uploaded', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1);
  const states: unknown[] = [];
  rig.server.script(async ({ path }) => {
    const isFirst = rig.server.seen.filter((it) => it.path.endsWith('/thumbnails')).length === 1;
    if (path.endsWith('/thumbnails') && isFirst) rig.server.eventsByHash.clear();
    if (path.endsWith('/push')) states.push((await rig.db.photos.get(photos[0]!.sha256))?.thumbnailState);
    return undefined;
  });
  await rig.run();
  expect(states).toEqual(['waiting', 'waiting']);
  expect(rig.server.thumbnails.size).toBe(1);
});

test('[H7a] receipts, `have` not answered yet → no photo is freed', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1);
  const stopped = new AbortController();
  rig.server.script(({ path }) => {
    if (!path.endsWith('/have')) return undefined;
    stopped.abort();
    return { kind: 'link', error: 'offline' };
  });
  await rig.engine.run(stopped.signal);
  const { sha256 } = photos[0]!;
  expect((await rig.db.photos.get(sha256))?.state).toBe('stored');
  expect(await freeConfirmed(rig.db, NOON, true)).toBe(0);
  rig.server.script(() => undefined);
  await rig.run();
  expect(await rig.db.photos.get(sha256)).toMatchObject({ state: 'confirmed', receipt: `receipt:${sha256}` });
  expect(await freeConfirmed(rig.db, NOON, true)).toBe(3000);
});

test('[H9] server lost a photo before it was confirmed → sends it again with its thumbnail', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const isFirstHave = times(1, (path) => path.endsWith('/have'));
  rig.server.script((request) => {
    if (isFirstHave(request)) rig.server.restore('photos');
    return undefined;
  });
  await rig.run();
  expect(rig.server.photos.size).toBe(1);
  expect(rig.server.thumbnails.size).toBe(1);
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('[D17g] [H9] server restored while a photo was in flight → the thumbnail is sent again too', async () => {
  const rig = await newRig();
  await report(rig, 1);
  await rig.run();
  await report(rig, 1);
  const restored = times(1, (_, method) => method === 'PUT');
  rig.server.script(async (request) => {
    if (!restored(request)) return undefined;
    await eventually(() => rig.server.thumbnails.size === 2);
    rig.server.restore('everything');
    return { kind: 'link', error: 'offline' };
  });
  await rig.run();
  expect([rig.server.photos.size, rig.server.thumbnails.size]).toEqual([2, 2]);
});

test('[H9] [L2b] server restored from before the reports → receives all of them again, once', async () => {
  const rig = await newRig();
  const { caseId } = await report(rig, 2);
  await rig.run();
  rig.server.restore('everything');
  await rig.run();
  expect(rig.server.subjects.get(`case:${caseId}`)?.subject.timeline).toHaveLength(1);
  expect(rig.server.photos.size).toBe(2);
  expect(rig.server.thumbnails.size).toBe(2);
  expect(await rig.db.photos.where('state').equals('confirmed').count()).toBe(2);
});

test('[H10b] upload answered notClaimed → the event is offered again', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1);
  const lost = times(1, (_, method) => method === 'PUT');
  rig.server.script((request) => {
    if (lost(request)) rig.server.eventsByHash.clear();
    return undefined;
  });
  await rig.run();
  expect(rig.server.photos.has(photos[0]!.sha256)).toBe(true);
});

test('[H10b] upload answered notClaimed, case with two events → both are offered again, in order', async () => {
  const rig = await newRig();
  const { caseId } = await report(rig, 1);
  const note = { type: 'case.noted', caseId, text: '已通知物业' } as const;
  await saveCaseEvent(rig.author(), note);
  const lost = times(1, (_, method) => method === 'PUT');
  rig.server.script((request) => {
    if (lost(request)) rig.server.eventsByHash.clear();
    return undefined;
  });
  await rig.run();
  expect(pushesOf(rig)).toEqual([
    [caseId, caseId],
    [caseId, caseId],
  ]);
  const { timeline } = rig.server.subjects.get(`case:${caseId}`)!.subject;
  expect(timeline.map((line) => line.type)).toEqual(['case.reported', 'case.noted']);
});

test('server storage full → photos wait while text is sent', async () => {
  const rig = await newRig();
  await report(rig, 3);
  rig.server.script(({ method }) =>
    method === 'PUT' ? { kind: 'refuse', status: 507, error: 'storageFull' } : undefined,
  );
  const running = rig.run();
  await eventually(() => rig.slept.length > 3);
  const fresh = await report(rig);
  rig.engine.wake();
  await eventually(() => rig.server.subjects.has(`case:${fresh.caseId}`));
  rig.server.script(() => undefined);
  expect(await running).toEqual({ kind: 'done' });
  expect(rig.server.photos.size).toBe(3);
});
