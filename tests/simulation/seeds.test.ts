import { expect, test } from 'vitest';
import { loadedMutations } from '#tests/faults/mutations/mutations-loaded.ts';
import { keptSeeds } from './kept-seeds.ts';
import { play, playSeeds } from './play-seeds.ts';

test('kept seeds → pass', { timeout: 240_000 }, async () => {
  const bank = loadedMutations.map(({ name }) => name);
  for (const { caught } of keptSeeds) expect(bank).toContain(caught);
  const seeds = [...new Set(keptSeeds.map(({ seed }) => seed))];
  expect((await playSeeds(seeds)).seeds).toBe(seeds.length);
});

test('a seed played twice → the same world', { timeout: 240_000 }, async () => {
  for (const seed of [7, 28]) {
    const [first, second] = [await play(seed), await play(seed)];
    expect(second.story.find((line, i) => line !== first.story[i])).toBeUndefined();
    expect([second.digest, second.steps]).toEqual([first.digest, first.steps]);
  }
});
