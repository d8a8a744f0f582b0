import { expect, test, vi } from 'vitest';
import { myReports } from '#tests/storage/read-my-reports.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { storeRetryAfter } from '#storage/outbox/retry-after.ts';
import { freeConfirmed } from '#storage/photos/photos.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { compareWithServer, isEqual } from '#sync/online/compare.ts';
import { NOON, report } from '#tests/storage/samples.ts';
import { isPush, newRig, times, type Rig } from '#tests/sync/rig.ts';

const compare = (rig: Rig, onProgress?: (asked: number, total: number) => void) =>
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

test('[D10c] [D10d] compare, server has everything → changes nothing and reports progress', async () => {
  const rig = await newRig();
  await report(rig, 2);
  const { caseId } = await report(rig, 1);
  await saveCaseEvent(rig.author(), { caseId, type: 'case.noted', text: '门口也有' });
  await rig.run();
  const before = await everything(rig);
  const steps: (readonly number[])[] = [];
  const answered = await compare(rig, (asked, total) => steps.push([asked, total]));
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

test('[D10d] compare, one event unsent → keeps the counts of unsent events on phone and server', async () => {
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

test('[D10b] [D10e] compare, server lost an event → the report is not complete and is sent again', async () => {
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

test('[D10b] [D10e] compare, server lost a confirmed photo → the report is not complete and the photo is sent again', async () => {
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

test('[D10f] [D17h] compare, photo freed on the phone and lost on the server → shown as lost until the server has it', async () => {
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

test('[D10f] compare, bytes on the phone damaged and photo lost on the server → the photo is lost', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1);
  await rig.run();
  await rig.db.photoBytes.put({ sha256: photos[0]!.sha256, data: new Uint8Array(3000).buffer });
  rig.server.photos.clear();
  expect(await compared(rig)).toMatchObject({ photos: { asked: 1, again: 0 }, lost: 1 });
});

test('[D10b] [D10e] compare, server restored from before everything → sends everything again', async () => {
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

test('[D10c] compare, more than one batch of events and photos → asks about all of them', async () => {
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
  ['no link', { kind: 'link', error: 'offline' }, 'offline'],
  ['a captive portal answers', { kind: 'page', status: 200 }, 'offline'],
  ['the session ended', { kind: 'refuse', status: 401, error: 'notSignedIn' }, 'notSignedIn'],
] as const)('[D10d] compare, %s → returns the error and changes nothing', async (_, fault, error) => {
  const rig = await newRig();
  await report(rig, 1);
  await rig.run();
  const before = await everything(rig);
  rig.server.script(({ path }) => (path.endsWith('/have') ? fault : undefined));
  expect(await compare(rig)).toEqual({ ok: false, error });
  expect(await everything(rig)).toEqual(before);
});

const full = { kind: 'refuse', status: 503, error: 'busy', headers: { 'retry-after': '40' } } as const;

test('[P13b] compare, Retry-After received by the sync → sends no request before its end', async () => {
  const rig = await newRig();
  await report(rig, 1);
  await rig.run();
  await report(rig);
  rig.server.script(() => full);
  const stopped = new AbortController();
  await rig.newEngine(rig.server.transport, async () => stopped.abort()).run(stopped.signal);
  rig.server.script(() => undefined);
  const asked = rig.server.seen.length;
  expect(await compare(rig)).toEqual({ ok: false, error: 'busy' });
  rig.clock.time += 49_999;
  expect(await compare(rig)).toEqual({ ok: false, error: 'busy' });
  expect(rig.server.seen).toHaveLength(asked);
  rig.clock.time += 1;
  expect(isEqual(await compared(rig))).toBe(true);
});

test('[P13b] compare receives Retry-After → sends no further request, and a new sync waits too', async () => {
  const rig = await newRig();
  await report(rig, 1);
  await rig.run();
  rig.server.script(({ path }) => (path.endsWith('/push') ? full : undefined));
  const asked = rig.server.seen.length;
  expect(await compare(rig)).toEqual({ ok: false, error: 'busy' });
  expect(rig.server.seen).toHaveLength(asked + 1);
  rig.server.script(() => undefined);
  await report(rig);
  const askedDuringWait: number[] = [];
  const engine = rig.newEngine(rig.server.transport, async (millis) => {
    askedDuringWait.push(rig.server.seen.length - asked - 1);
    rig.clock.time += millis;
  });
  await engine.run(rig.stop.signal);
  expect(askedDuringWait).toEqual([0]);
  expect(rig.clock.time - NOON).toBe(50_000);
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('[P13b] running sync, compare received Retry-After, then a wake → the run waits until its end', async () => {
  const rig = await newRig();
  await report(rig);
  await report(rig);
  const cut = times(1, isPush);
  const askedAfterWake: number[] = [];
  let isWoken = false;
  rig.server.script((request) => {
    if (isWoken) askedAfterWake.push(rig.clock.time - NOON);
    return cut(request) ? { kind: 'link', error: 'offline' } : undefined;
  });
  const wakeDuringWait = async () => {
    await storeRetryAfter(rig.db, NOON + 50_000);
    isWoken = true;
    engine.wake();
  };
  // Another task that ends would make the engine sleep again; the time does not move until the wake.
  let woken: Promise<void> | undefined;
  const engine = rig.newEngine(rig.server.transport, async (millis) => {
    if (isWoken) rig.clock.time += millis;
    else await (woken ??= wakeDuringWait());
  });
  await engine.run(rig.stop.signal);
  expect(askedAfterWake[0]).toBe(50_000);
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('[P13b] a new Retry-After is stored during the read of an older one → the run waits for the new one', async () => {
  const rig = await newRig();
  await report(rig);
  const asked: number[] = [];
  rig.server.script(() => {
    asked.push(rig.clock.time - NOON);
    return undefined;
  });
  const get = rig.db.meta.get.bind(rig.db.meta);
  const readOlder = async () => {
    const row = await get('heldUntil');
    spy.mockRestore();
    await storeRetryAfter(rig.db, NOON + 50_000);
    engine.wake();
    return row;
  };
  const spy = vi.spyOn(rig.db.meta, 'get');
  spy.mockImplementation(((key: string) =>
    key === 'heldUntil' ? readOlder() : get(key as 'heldUntil')) as typeof get);
  // Real time passes, so that a request sent too early would be seen.
  const engine = rig.newEngine(rig.server.transport, async (millis, signal) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (!signal.aborted) rig.clock.time += millis;
  });
  await engine.run(rig.stop.signal);
  expect(asked[0]).toBe(50_000);
});
