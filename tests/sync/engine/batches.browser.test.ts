import { expect, test } from 'vitest';
import { unsentEvents } from '#storage/outbox/outbox.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { report } from '#tests/storage/samples.ts';
import { eventually, isPush, newRig, pushesOf, times } from '#tests/sync/rig.ts';

test('[P8d] push, 413 for one event → halves the batch down to that event; the others are sent', async () => {
  const rig = await newRig();
  const reports = [];
  for (let i = 0; i < 8; i++) reports.push(await report(rig));
  const bad = reports[5]!.caseId;
  rig.server.script(({ path, names }) =>
    isPush(path) && names.includes(bad) ? { kind: 'page', status: 413 } : undefined,
  );
  const running = rig.run();
  await eventually(async () => (await unsentEvents(rig.db)).length === 1);
  expect(await unsentEvents(rig.db)).toMatchObject([{ lastError: 'tooLarge', verdict: null }]);
  expect(rig.server.subjects.size).toBe(7);
  expect(
    pushesOf(rig)
      .slice(0, 4)
      .map((names) => names.length),
  ).toEqual([8, 4, 4, 2]);
  rig.stop.abort();
  expect(await running).toEqual({ kind: 'stopped' });
});

test('[P14] push and thumbnails, link cut during large batches → sends smaller batches until they arrive', async () => {
  const rig = await newRig();
  for (let i = 0; i < 8; i++) await report(rig, 1);
  const isBatch = (path: string) => isPush(path) || path === '/api/photos/thumbnails';
  rig.server.script(({ path, names }) =>
    isBatch(path) && names.length > 2 ? { kind: 'cut', arrived: 700 } : undefined,
  );
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect([rig.server.subjects.size, rig.server.photos.size]).toEqual([8, 8]);
  expect(isNothing(await remaining(rig.db))).toBe(true);
});

test('[P14] push, no link at all → keeps the batch size', async () => {
  const rig = await newRig();
  for (let i = 0; i < 8; i++) await report(rig);
  const fail = times(5, isPush);
  rig.server.script((request) => (fail(request) ? { kind: 'link', error: 'offline' } : undefined));
  await rig.run();
  expect(pushesOf(rig).map((names) => names.length)).toEqual([8, 8, 8, 8, 8, 8]);
});
