import { inject } from 'vitest';
import { Failed, playSeed, type Played } from './play.ts';

/** One seed on the template of this run; a failure tells how it came about. */
export const play = async (seed: number): Promise<Played> => {
  try {
    return await playSeed(inject('template'), seed);
  } catch (error) {
    if (error instanceof Failed) console.log(error.story.slice(-60).join('\n'));
    throw error;
  }
};

export type Sum = { seeds: number; steps: number; saved: number; readonly happened: Map<string, number> };

/** One seed after another; what all of them together did. */
export const playSeeds = async (seeds: readonly number[]): Promise<Sum> => {
  const sum: Sum = { seeds: 0, steps: 0, saved: 0, happened: new Map() };
  for (const seed of seeds) {
    const played = await play(seed);
    sum.seeds += 1;
    sum.steps += played.steps;
    sum.saved += played.saved;
    for (const [what, times] of played.happened)
      sum.happened.set(what, (sum.happened.get(what) ?? 0) + times);
  }
  return sum;
};
