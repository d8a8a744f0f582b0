/**
 * `SEEDS=20000 FIRST_SEED=1` for the long form. A seed that fails is printed with the last of its story, and belongs into
 * `onceFailed` below.
 */
import { expect, test } from 'vitest';
import { onATemplate, playSeeds } from './play-seeds.ts';

const play = onATemplate();
const COUNT = Number(process.env.SEEDS ?? 40);
const FIRST = Number(process.env.FIRST_SEED ?? 1);

/** Each found a fault of ours, or of this simulation. */
const onceFailed = [2, 6, 119, 196, 297];

test(
  '[D2] [D17] whatever goes wrong, nothing is lost and nothing is there twice',
  { timeout: 24 * 3_600_000 },
  async () => {
    const sum = await playSeeds(
      play,
      Array.from({ length: COUNT }, (_, i) => FIRST + i),
    );
    console.log(`SIMULATED ${JSON.stringify({ ...sum, happened: Object.fromEntries(sum.happened) })}`);
    expect(sum.seeds).toBe(COUNT);
    expect(sum.saved).toBeGreaterThan(COUNT);
    // It did something: a run in which nothing goes wrong shows nothing.
    if (COUNT < 40) return;
    for (const what of [
      'crash',
      'kill',
      'losePower',
      'restore',
      'request cut',
      'request answerLost',
      'refused save',
    ])
      expect([what, sum.happened.get(what) ?? 0]).not.toEqual([what, 0]);
  },
);

test('what failed once holds', { timeout: 120_000 }, async () => {
  expect((await playSeeds(play, onceFailed)).seeds).toBe(onceFailed.length);
});

test('a seed gives the same world again', async () => {
  for (const seed of [7, 28]) {
    const [first, second] = [await play(seed), await play(seed)];
    expect(second.story.find((line, i) => line !== first.story[i])).toBeUndefined();
    expect([second.digest, second.steps]).toEqual([first.digest, first.steps]);
  }
});
