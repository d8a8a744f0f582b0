/** The short form of the power cuts, in CI only; `npm run faults -- power` runs the long one. */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { cutPower, record, withoutSyncs, type Recording } from './power.ts';

const IMAGES = 100;
const NAIVE_IMAGES = 12;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

const isThere = spawnSync('strace', ['-V']).status === 0;
/** Some machines do not allow a process to trace another. */
const canTrace = isThere && spawnSync('strace', ['--output=/dev/null', 'true']).status === 0;
const why = canTrace ? '' : isThere ? 'tracing is not allowed here' : 'no strace here';

// In CI a machine that cannot trace fails.
describe.runIf(isFullRun)(`power cuts, seed ${seed}`, () => {
  let recording: Recording;
  beforeAll(async () => {
    expect(why).toBe('');
    recording = await record(seed);
  }, 180_000);

  test('[P5] [H2] power cut at a random moment, any part of the unsynced data lost → everything answered is stored', async () => {
    const figures = await cutPower(recording, { images: IMAGES, seed });
    expect(figures.damaged).toEqual([]);
    expect(figures.open).toBeGreaterThan(IMAGES / 2);
    expect(figures.answers).toBeGreaterThan(50);
  }, 180_000);

  test.each([
    ['nothing', /./],
    ['no photo and no folder of photos', /photos|partial/],
    ['the photos and not the folder they are renamed into', /photos(\/..)?$/],
    ['no folder it makes at its start', /disk(\/data)?$/],
  ])(
    'server that syncs %s → the same check finds what is lost',
    async (_, ofPath) => {
      const figures = await cutPower(withoutSyncs(recording, ofPath), { images: NAIVE_IMAGES, seed });
      expect(figures.damaged).not.toEqual([]);
    },
    60_000,
  );
});
