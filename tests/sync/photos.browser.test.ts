import { expect, test } from 'vitest';
import { myReports } from '#tests/storage/read-my-reports.ts';
import { freeConfirmed } from '#storage/photos/photos.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { draftOf, NOON, report } from '#tests/storage/samples.ts';
import { eventually, newRig, pushesOf, times, type Rig } from './rig.ts';

const photoLines = ({ server }: Rig) =>
  server.seen
    .filter(({ path }) => /[0-9a-f]{64}/.test(path))
    .map(({ method, bytes }) => `${method} ${bytes}`);

test('[H3c] after a cut it asks how much is there and sends the rest, no byte twice', async () => {
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

test('a link that is cut again and again, but moves, is not left alone for longer and longer', async () => {
  const rig = await newRig();
  await report(rig, 1, draftOf(), 10_000);
  let cuts = 0;
  rig.server.script(({ method }) =>
    (method === 'PUT' || method === 'PATCH') && cuts++ < 8 ? { kind: 'cut', arrived: 1000 } : undefined,
  );
  await rig.run();
  expect(rig.slept).toEqual(Array(8).fill(250));
});

test('[H3c] a photo the app was killed in the middle of goes on where it was', async () => {
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

test('[H3d] a wrong offset is put right by the answer', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1, draftOf(), 10_000);
  const { sha256 } = photos[0]!;
  const first = times(1, (_, method) => method === 'PUT');
  rig.server.script((request) => {
    if (first(request)) return { kind: 'cut', arrived: 4000 };
    // Between HEAD and PATCH the server loses half of what it had.
    if (request.method === 'PATCH' && rig.server.partials.get(sha256)?.length === 4000)
      rig.server.partials.set(sha256, rig.server.partials.get(sha256)!.slice(0, 1500));
    return undefined;
  });
  await rig.run();
  expect(photoLines(rig)).toEqual(['PUT 10000', 'HEAD 0', 'PATCH 6000', 'PATCH 8500']);
});

test('[H3c] an answer lost after the last byte costs one question, not the photo again', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const lost = times(1, (_, method) => method === 'PUT');
  rig.server.script((request) => (lost(request) ? { kind: 'answerLost' } : undefined));
  await rig.run();
  expect(photoLines(rig)).toEqual(['PUT 3000', 'HEAD 0']);
});

test('[H4] bytes spoiled on the way are sent again from the beginning', async () => {
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
  ['gone', null],
  ['damaged', new Uint8Array(3000).buffer],
] as const)('a photo whose own bytes are %s is shown as lost; the others go on', async (_, data) => {
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

test('[H10a] a photo and its thumbnail wait until the server has answered their event', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const held = times(2, (path) => path === '/api/sync/push');
  rig.server.script((request) =>
    held(request) ? { kind: 'refuse', status: 503, error: 'busy' } : undefined,
  );
  await rig.run();
  const lines = rig.server.lines().filter((line) => !line.endsWith('pull'));
  expect(lines.slice(0, 4)).toEqual([...Array(3).fill('POST sync/push'), 'POST photos/thumbnails']);
});

test('[H10b] a thumbnail whose event the server has lost is not taken for stored', async () => {
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

test('[H7a] only the separate request confirms: until it is answered nothing is freed', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1);
  const deaf = new AbortController();
  rig.server.script(({ path }) => {
    if (!path.endsWith('/have')) return undefined;
    deaf.abort();
    return { kind: 'link', error: 'offline' };
  });
  await rig.engine.run(deaf.signal);
  const { sha256 } = photos[0]!;
  expect((await rig.db.photos.get(sha256))?.state).toBe('stored');
  expect(await freeConfirmed(rig.db, NOON, true)).toBe(0);
  rig.server.script(() => undefined);
  await rig.run();
  expect(await rig.db.photos.get(sha256)).toMatchObject({ state: 'confirmed', receipt: `receipt:${sha256}` });
  expect(await freeConfirmed(rig.db, NOON, true)).toBe(3000);
});

test('[H9] a photo the server lost before it was confirmed is sent again, thumbnail too', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const forget = times(1, (path) => path.endsWith('/have'));
  rig.server.script((request) => {
    if (forget(request)) rig.server.restore('photos');
    return undefined;
  });
  await rig.run();
  expect(rig.server.photos.size).toBe(1);
  expect(rig.server.thumbnails.size).toBe(1);
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('[D17g] [H9] a thumbnail sent before a restore goes again, though its photo was still on its way', async () => {
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

test('[H9] [L2b] a server restored from before the reports gets all of it again, once', async () => {
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

test('[H10b] a photo nobody claims any more has its event offered again', async () => {
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

test('[H10b] with it goes all that was said of its case, in order: a server that lost one may have lost any of them', async () => {
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

test('a full server keeps photos waiting while text goes on', async () => {
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
