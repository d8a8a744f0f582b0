/** Rules on photos and pulls that no scenario of the other files shows by itself. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { ok } from '#domain/base/result.ts';
import { OFFSET_HEADER } from '#domain/protocol/photos.ts';
import { startSchedule } from '#sync/coordination/schedule.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { draftOf, report } from '#tests/storage/samples.ts';
import { eventually, gate, newRig, times, type Rig } from '#tests/sync/rig.ts';

const linesOf = (rig: Rig, line: string) => rig.server.lines().filter((it) => it === line).length;

/** A moment in which a request that must not be sent could be sent. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 50));

test('[H14a] photo cut on its way → the PUT and the PATCH name the offset at which they start', async () => {
  const rig = await newRig();
  await report(rig, 1, draftOf(), 10_000);
  const first = times(1, (_, method) => method === 'PUT');
  rig.server.script((request) => (first(request) ? { kind: 'cut', arrived: 4000 } : undefined));
  await rig.run();
  const uploads = rig.server.seen.filter(({ method }) => method === 'PUT' || method === 'PATCH');
  expect(uploads.map(({ method, headers }) => [method, headers[OFFSET_HEADER]])).toEqual([
    ['PUT', '0'],
    ['PATCH', '4000'],
  ]);
});

test('[H7e] one photo uploaded, another on its way → receipts are requested after two minutes', async () => {
  const rig = await newRig();
  await report(rig, 2);
  const door = gate();
  let puts = 0;
  rig.server.script(({ method }) => (method === 'PUT' && ++puts === 2 ? door.opened : undefined));
  const running = rig.run();
  await eventually(async () => (await rig.db.photos.where('state').equals('stored').count()) === 1);
  const requests = () => linesOf(rig, 'POST photos/have');
  rig.clock.time += 119_000;
  rig.engine.ask();
  await aWhile();
  expect(requests()).toBe(0);
  rig.clock.time += 1_000;
  rig.engine.ask();
  await eventually(() => requests() === 1);
  expect(rig.server.photos.size).toBe(1);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
});

test('[V5d] notification while a photo is sent → one pull after the last photo', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const door = gate();
  rig.server.script(({ method }) => (method === 'PUT' ? door.opened : undefined));
  const running = rig.run();
  await eventually(() => linesOf(rig, 'PUT photos/') === 1 && linesOf(rig, 'GET sync/pull') > 0);
  const before = linesOf(rig, 'GET sync/pull');
  expect(rig.engine.ask()).toBe(true);
  await aWhile();
  expect(linesOf(rig, 'GET sync/pull')).toBe(before);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
  expect(linesOf(rig, 'GET sync/pull')).toBe(before + 1);
  expect(rig.server.photos.size).toBe(1);
});

test('[L9d] pull lists an event as incomplete, its thumbnail is missing → the thumbnail is requested and sent again', async () => {
  const rig = await newRig();
  const { row, photos } = await report(rig, 1);
  await rig.run();
  const { sha256, thumbnail } = photos[0]!;
  expect(await rig.db.photos.get(sha256)).toMatchObject({ state: 'confirmed' });
  rig.server.thumbnails.clear();
  // A photo confirmed in the moment of the pull is not asked about again.
  rig.clock.time += 1_000;
  const asked = rig.server.seen.length;
  /** The fake server keeps no list of incomplete events. */
  const listing: Transport = async (request) => {
    const answered = await rig.server.transport(request);
    if (!answered.ok || !request.path.startsWith('/api/sync/pull')) return answered;
    const page = JSON.parse(new TextDecoder().decode(answered.value.bytes)) as object;
    const incomplete = rig.server.thumbnails.has(thumbnail.sha256) ? [] : [row.eventId];
    const bytes = new TextEncoder().encode(JSON.stringify({ ...page, incomplete })).buffer;
    return ok({ ...answered.value, bytes });
  };
  expect(await rig.newEngine(listing).run(rig.stop.signal)).toEqual({ kind: 'done' });
  const have = rig.server.seen.slice(asked).find(({ path }) => path.endsWith('/have'));
  expect(have?.names.toSorted()).toEqual([sha256, thumbnail.sha256].toSorted());
  expect(rig.server.thumbnails.has(thumbnail.sha256)).toBe(true);
  expect(await rig.db.photos.get(sha256)).toMatchObject({ state: 'confirmed' });
});

test('[V5g] no live stream → the timer starts a run, and with it a pull, every minute', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const rig = await newRig();
  const schedule = startSchedule({
    person: crypto.randomUUID(),
    createEngine: () => rig.newEngine(),
    page: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
    onStatus: () => {},
  });
  onTestFinished(() => schedule.stop());
  await eventually(() => linesOf(rig, 'GET sync/pull') === 1);
  await aWhile();
  vi.advanceTimersByTime(59_999);
  await aWhile();
  expect(linesOf(rig, 'GET sync/pull')).toBe(1);
  vi.advanceTimersByTime(1);
  await eventually(() => linesOf(rig, 'GET sync/pull') === 2);
});
