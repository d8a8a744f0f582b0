import { expect, test } from 'vitest';
import { onATemplate, playSeeds } from './play-seeds.ts';

const play = onATemplate();
const COUNT = Number(process.env.SEEDS ?? 40);
const FIRST = Number(process.env.FIRST_SEED ?? 1);

test('whatever goes wrong, nothing is lost and nothing is there twice', { timeout: 3_600_000 }, async () => {
  const sum = await playSeeds(
    play,
    Array.from({ length: COUNT }, (_, i) => FIRST + i),
  );
  console.log(
    `${sum.seeds} seeds, ${sum.steps} steps, ${sum.saved} saved;`,
    Object.fromEntries(sum.happened),
  );
  expect(sum.seeds).toBe(COUNT);
});

test('a seed gives the same world again', async () => {
  for (const seed of [7, 20, 28]) {
    const [first, second] = [await play(seed), await play(seed)];
    expect(second.story.find((line, i) => line !== first.story[i])).toBeUndefined();
    expect([second.digest, second.steps]).toEqual([first.digest, first.steps]);
  }
});
