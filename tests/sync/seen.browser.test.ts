import { expect, test } from 'vitest';
import { SEEN_HEADER } from '#domain/protocol/version.ts';
import { readSeen } from '#storage/seen.ts';
import { report } from '#tests/storage/samples.ts';
import { newRig } from './rig.ts';

test('[L8] each request offers what the answers before it told, until a pull has stood for it', async () => {
  const rig = await newRig();
  await report(rig, 1);
  await rig.run();
  const offered = (path: string) =>
    rig.server.seen.find((it) => it.path.startsWith(path))?.headers[SEEN_HEADER];
  expect(offered('/api/sync/push')).toBeUndefined();
  expect(offered('/api/photos/thumbnails')).toBe('1.0');
  expect(offered('/api/photos/have')).toBe('2.0');
  rig.engine.wake();
  await rig.run();
  expect(await readSeen(rig.db)).toEqual([]);
});

test('[L8] an answer that never came leaves what was seen as it was', async () => {
  const rig = await newRig();
  await report(rig);
  await rig.run();
  await rig.run();
  await report(rig);
  let lost = 0;
  rig.server.script(({ path }) =>
    path.endsWith('/push') && ++lost === 1 ? { kind: 'answerLost' } : undefined,
  );
  await rig.run();
  const pushes = rig.server.seen.filter(({ path }) => path.endsWith('/push'));
  expect(pushes.map(({ headers }) => headers[SEEN_HEADER])).toEqual([undefined, undefined, undefined]);
});
