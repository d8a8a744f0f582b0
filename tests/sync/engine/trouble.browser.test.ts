import { expect, test, vi } from 'vitest';
import { unsentEvents } from '#storage/outbox/outbox.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { reserveTextSpace } from '#storage/photos/free-space.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { shownCase } from '#storage/subjects/one-case.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { pullPage, report } from '#tests/storage/samples.ts';
import { eventually, isPush, newRig, pushesOf, times } from '#tests/sync/rig.ts';

test('[P2] captive portal’s page, any status → does not count as success', async () => {
  const rig = await newRig();
  await report(rig, 1);
  let pages = 0;
  rig.server.script(() => {
    const status = [200, 302, 401, 404, 511][pages++];
    return status === undefined ? undefined : { kind: 'page', status };
  });
  const phases = rig.statuses;
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(phases).toContainEqual(expect.objectContaining({ phase: 'waiting', error: 'offline' }));
  expect(phases.some((it) => it.phase === 'signedOut')).toBe(false);
  expect(new Set(phases.map((it) => it.error))).toEqual(new Set([null, 'offline']));
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('[P2] captive portal’s page in answer to a photo → the photo does not count as uploaded', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const statuses = [200, 201];
  rig.server.script(({ method }) => {
    const status = method === 'PUT' ? statuses.shift() : undefined;
    return status === undefined ? undefined : { kind: 'page', status };
  });
  await rig.run();
  expect(statuses).toEqual([]);
  expect(rig.server.photos.size).toBe(1);
  // No receipt is requested before the photo has arrived.
  const lines = rig.server.lines();
  expect(lines.indexOf('POST photos/have')).toBeGreaterThan(lines.lastIndexOf('PUT photos/'));
  expect(lines.filter((line) => line === 'POST photos/have')).toHaveLength(1);
});

test('[P3a] push answer lost → sent again; the event is recorded once', async () => {
  const rig = await newRig();
  const { caseId } = await report(rig);
  const lost = times(1, isPush);
  rig.server.script((request) => (lost(request) ? { kind: 'answerLost' } : undefined));
  await rig.run();
  expect(pushesOf(rig)).toHaveLength(2);
  expect(rig.server.subjects.get(`case:${caseId}`)?.subject.timeline).toHaveLength(1);
  expect((await shownCase(rig.db, rig.by, caseId))?.pending).toBe(0);
});

test('[P7a] [P7b] push, server fails on one event → only its subject waits', async () => {
  const rig = await newRig();
  const bad = await report(rig);
  await saveCaseEvent(rig.author(), { caseId: bad.caseId, type: 'case.noted', text: '后来' });
  const good = await report(rig, 1);
  rig.server.script(({ path, names }) =>
    isPush(path) && names.includes(bad.caseId)
      ? { kind: 'refuse', status: 500, error: 'internal' }
      : undefined,
  );
  const running = rig.run();
  await eventually(() => rig.server.photos.has(good.photos[0]!.sha256));
  const unsent = await unsentEvents(rig.db);
  expect(unsent.map((row) => row.event.type)).toEqual(['case.reported', 'case.noted']);
  rig.server.script(() => undefined);
  expect(await running).toEqual({ kind: 'done' });
  expect(rig.server.subjects.get(`case:${bad.caseId}`)?.subject.timeline.map((line) => line.type)).toEqual([
    'case.reported',
    'case.noted',
  ]);
});

test.each(['notSignedIn', 'otherPerson', 'unknownDevice'] as const)(
  '[P9b] 401 %s → ends the run and keeps everything',
  async (error) => {
    const rig = await newRig();
    await report(rig, 2);
    rig.server.script(({ method }) =>
      method === 'PUT' ? { kind: 'refuse', status: 401, error } : undefined,
    );
    expect(await rig.run()).toEqual({ kind: 'signedOut', error });
    expect(rig.statuses.at(-1)).toMatchObject({ phase: 'signedOut', error });
    expect(await remaining(rig.db)).toMatchObject({ photos: 2, photoBytes: 6000 });
    rig.server.script(() => undefined);
    expect(await rig.run()).toEqual({ kind: 'done' });
    expect(rig.server.photos.size).toBe(2);
  },
);

test('[T3b] [H6] rejected report → keeps its reason, and its photos are sent', async () => {
  const rig = await newRig();
  const { row, photos } = await report(rig, 1);
  await rig.db.outbox.clear();
  const rejected = { ...row, text: row.text.replace('"EB01"', '"XX99"') };
  const bytes = new TextEncoder().encode(rejected.text);
  const hash = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  await rig.db.outbox.add({ ...rejected, hash });
  await rig.run();
  expect(await rig.db.outbox.get(row.eventId)).toMatchObject({
    verdict: 'rejected',
    reason: 'unknownHazard',
  });
  expect(rig.server.photos.has(photos[0]!.sha256)).toBe(true);
});

test('[F5a] held event of an unknown case → counts as received, with its photos', async () => {
  const rig = await newRig();
  const caseId = crypto.randomUUID();
  const saved = await saveCaseEvent(rig.author(), { caseId, type: 'case.noted', text: '先到' });
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(await rig.db.outbox.get(saved.ok ? saved.value : '')).toMatchObject({ verdict: 'held', unsent: 0 });
});

test('[P11a] server fails on some photos → older photos are still sent', async () => {
  const rig = await newRig();
  const older = await report(rig, 3);
  const { photos } = await report(rig, 2);
  const bad = photos.map((photo) => photo.sha256);
  rig.server.script(({ method, path }) =>
    method === 'PUT' && bad.includes(path.split('/').at(-1) ?? '')
      ? { kind: 'refuse', status: 500, error: 'internal' }
      : undefined,
  );
  const running = rig.run();
  await eventually(() => rig.server.photos.size === older.photos.length);
  rig.server.script(() => undefined);
  expect(await running).toEqual({ kind: 'done' });
  expect(rig.server.photos.size).toBe(5);
});

test('[P11a] server cannot return the offset of a photo → other photos are sent, and no link error is shown', async () => {
  const rig = await newRig();
  const older = await report(rig, 2);
  const { photos } = await report(rig, 1);
  const bad = photos[0]!.sha256;
  await rig.db.photos.update(bad, { tries: 1 });
  let heads = 0;
  rig.server.script(({ method, path }) =>
    method === 'HEAD' && path.endsWith(bad) && ++heads > 0
      ? { kind: 'refuse', status: 500, error: 'internal' }
      : undefined,
  );
  const running = rig.run();
  await eventually(() => rig.server.photos.size === older.photos.length && heads > 2);
  expect(heads).toBeLessThan(10);
  expect(new Set(rig.statuses.map((it) => it.error))).toEqual(new Set([null, 'internal']));
  rig.server.script(() => undefined);
  expect(await running).toEqual({ kind: 'done' });
  expect(rig.server.photos.size).toBe(3);
});

test('[D6f] full disk → sends with the help of the reserve, which frees space', async () => {
  const rig = await newRig();
  await reserveTextSpace(rig.db, (bytes) => new Uint8Array(bytes));
  const reports = [await report(rig, 2), await report(rig, 1)];
  const isFull = async () => (await rig.db.meta.where('key').equals('reserve').count()) > 0;
  const refuseWhenFull = async (): Promise<void> => {
    if (await isFull()) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' });
  };
  const { transaction } = rig.db;
  vi.spyOn(rig.db, 'transaction').mockImplementation((async (...asked: unknown[]) => {
    if (asked[0] === 'rw') await refuseWhenFull();
    return (transaction as (...all: unknown[]) => unknown).apply(rig.db, asked);
  }) as never);
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(rig.server.subjects.size).toBe(reports.length);
  expect(await rig.db.photos.where('state').equals('confirmed').count()).toBe(3);
  expect(await isFull()).toBe(false);
  expect(rig.statuses.some((it) => it.error === 'storageFull')).toBe(true);
});

test('one lane fails → the other lanes go on', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const pulls = times(3, (path) => path.startsWith('/api/sync/pull'));
  const small = times(3, (path) => path.endsWith('/thumbnails'));
  rig.server.script((request) =>
    pulls(request) || small(request) ? { kind: 'refuse', status: 500, error: 'internal' } : undefined,
  );
  await rig.run();
  const lines = rig.server.lines();
  expect(lines.indexOf('PUT photos/')).toBeLessThan(lines.lastIndexOf('POST photos/thumbnails'));
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('two engines at once → everything arrives once', async () => {
  const rig = await newRig();
  for (let i = 0; i < 3; i++) await report(rig, 2);
  const other = rig.newEngine();
  await Promise.all([rig.run(), other.run(rig.stop.signal)]);
  expect(rig.server.subjects.size).toBe(3);
  expect(rig.server.photos.size).toBe(6);
  expect(isNothing(await remaining(rig.db))).toBe(true);
  expect(await rig.db.photos.where('state').equals('confirmed').count()).toBe(6);
});

test('bug in the transport → ends the run with its error and loses nothing', async () => {
  const rig = await newRig();
  await report(rig);
  const engine = rig.newEngine(() => Promise.reject(new Error('a bug')));
  await expect(engine.run(rig.stop.signal)).rejects.toThrow('a bug');
  expect(await unsentEvents(rig.db)).toHaveLength(1);
  expect(await rig.run()).toEqual({ kind: 'done' });
});

test('bug between two tasks → the status shows the error', async () => {
  const rig = await newRig();
  await report(rig);
  vi.spyOn(rig.db.photos, 'where').mockImplementationOnce(() => {
    throw new Error('database closed');
  });
  await expect(rig.run()).rejects.toThrow('database closed');
  expect(rig.statuses.at(-1)).toMatchObject({ phase: 'idle', error: 'internal' });
  expect(await rig.run()).toEqual({ kind: 'done' });
});

test('[L3b] [D18a] page requested from an older cursor than another engine’s → is discarded and requested again', async () => {
  const rig = await newRig();
  await report(rig);
  await rig.run();
  const other = { reset: true, subjects: [], cursor: '0.0' };
  const first = times(1, (path) => path.startsWith('/api/sync/pull'));
  rig.server.script(async (request) => {
    if (first(request)) await applyPullPage(rig.db, pullPage(other));
    return undefined;
  });
  const asked = rig.server.seen.length;
  await rig.run();
  const cursors = rig.server.seen
    .slice(asked)
    .flatMap(({ path }) => new URL(path, 'http://x').searchParams.get('cursor') ?? []);
  expect(cursors.slice(0, 2)).toEqual(['0.1', '0.0']);
  expect(await rig.db.subjects.count()).toBe(1);
});
