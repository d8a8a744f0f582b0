import { expect, test } from 'vitest';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { lastContact } from '#storage/subjects/subjects.ts';
import { report } from '#tests/storage/samples.ts';
import { eventually, isPush, newRig, pushesOf, times } from '#tests/sync/rig.ts';

test('retries, repeated failures → the first at once, then full jitter up to five minutes, without end', async () => {
  const rig = await newRig();
  await report(rig);
  const fail = times(14, isPush);
  // The pull beside the first push ends before any failure. Sleeping moves the clock, so two parallel failures would
  // count as two in turn.
  const isPulled = async () => (await lastContact(rig.db)) !== null;
  rig.server.script(async (request) => {
    if (!fail(request)) return undefined;
    await eventually(isPulled);
    return { kind: 'link', error: 'timeout' };
  });
  expect(await rig.run()).toEqual({ kind: 'done' });
  const seconds = rig.slept.map((millis) => millis / 1000);
  expect(seconds).toEqual([0.25, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300, 300]);
  expect(rig.statuses).toContainEqual(expect.objectContaining({ phase: 'waiting', error: 'timeout' }));
});

test('[D1d] no link, several times → does not count as a try', async () => {
  const rig = await newRig();
  const { row, photos } = await report(rig, 1);
  const noLink = times(5, isPush);
  const noPhotoLink = times(5, (_, method) => method === 'PUT');
  rig.server.script((request) =>
    noLink(request) || noPhotoLink(request) ? { kind: 'link', error: 'offline' } : undefined,
  );
  await rig.run();
  expect(pushesOf(rig)).toHaveLength(6);
  expect((await rig.db.outbox.get(row.eventId))?.tries).toBe(1);
  expect(await rig.db.photos.get(photos[0]!.sha256)).toMatchObject({ state: 'confirmed', tries: 1 });
  expect(rig.server.lines()).not.toContain('HEAD photos/');
});

test('wake → tries at once and restarts the back-off', async () => {
  const rig = await newRig();
  await report(rig);
  rig.server.script(() => {
    if (rig.server.seen.length === 6) rig.engine.wake();
    return rig.server.seen.length < 9 ? { kind: 'link', error: 'offline' } : undefined;
  });
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(Math.max(...rig.slept)).toBeLessThan(64_000);
});

test('[P1b] busy server → nothing is lost, and requests wait for the back-off', async () => {
  const rig = await newRig();
  for (let i = 0; i < 5; i++) await report(rig);
  const busy = times(3, isPush);
  rig.server.script((request) =>
    busy(request) ? { kind: 'refuse', status: 503, error: 'busy' } : undefined,
  );
  await rig.run();
  expect(pushesOf(rig).map((names) => names.length)).toEqual([5, 5, 5, 5]);
  expect(rig.slept).toEqual([2000, 4000, 8000]);
  expect(rig.server.subjects.size).toBe(5);
});

test('[P13a] [P13c] Retry-After, wake during the wait → no request before its end', async () => {
  for (const status of [429, 503]) {
    const rig = await newRig();
    await report(rig, 1);
    const full = times(1, isPush);
    rig.server.script((request) =>
      full(request) ? { kind: 'refuse', status, error: 'busy', headers: { 'retry-after': '40' } } : undefined,
    );
    let woken = 0;
    const engine = rig.newEngine(rig.server.transport, async (millis) => {
      rig.slept.push(millis);
      if (woken++ === 0) {
        rig.clock.time += 10_000;
        engine.wake();
      } else rig.clock.time += millis;
      await new Promise((resolve) => setTimeout(resolve));
    });
    expect(await engine.run(rig.stop.signal)).toEqual({ kind: 'done' });
    // 40 s plus a quarter of random time; a wake after 10 s changes nothing.
    expect(rig.slept.slice(0, 2)).toEqual([50_000, 40_000]);
    expect(isNothing(await remaining(rig.db))).toBe(true);
  }
});

test('[P13d] refusal without Retry-After or with a date → the phone uses its own back-off', async () => {
  const invalidHeaders: Record<string, string>[] = [{}, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }];
  for (const headers of invalidHeaders) {
    const rig = await newRig();
    await report(rig);
    const full = times(1, isPush);
    rig.server.script((request) =>
      full(request) ? { kind: 'refuse', status: 503, error: 'busy', headers } : undefined,
    );
    await rig.run();
    expect(rig.slept[0]).toBe(2000);
  }
});
