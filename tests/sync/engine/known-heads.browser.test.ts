import { expect, test } from 'vitest';
import { KNOWN_HEADS_HEADER } from '#domain/protocol/version.ts';
import { readKnownHeads } from '#storage/subjects/known-heads.ts';
import { report } from '#tests/storage/samples.ts';
import { eventually, gate, newRig } from '#tests/sync/rig.ts';

test('[L8e] known heads, requests before and after a pull → each request carries the heads received since the last pull', async () => {
  const rig = await newRig();
  await report(rig, 1);
  const find = (path: string) => rig.server.seen.find((it) => it.path.startsWith(path));
  const offered = (path: string) => find(path)?.headers[KNOWN_HEADS_HEADER];
  // A pull in parallel with `have` would remove the known heads before they are sent.
  const door = gate();
  rig.server.script(({ path }) =>
    path.startsWith('/api/sync/pull') && find('/api/photos/thumbnails') ? door.opened : undefined,
  );
  const running = rig.run();
  await eventually(() => find('/api/photos/have') !== undefined);
  door.open();
  await running;
  expect(offered('/api/sync/push')).toBeUndefined();
  expect(offered('/api/photos/thumbnails')).toBe('1.0');
  expect(offered('/api/photos/have')).toBe('2.0');
  rig.engine.wake();
  await rig.run();
  expect(await readKnownHeads(rig.db)).toEqual([]);
});
