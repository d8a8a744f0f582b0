import { inject } from 'vitest';
import { Failed, playSeed, type Played } from './play.ts';

const endOf = (error: unknown): readonly string[] => (error instanceof Failed ? error.story.slice(-60) : []);

/**
 * Lazy loading at first use takes turns of the event loop that no world waits for. One world is played first, only to
 * load everything.
 */
const FIRST_WORLD = 2;
let warmed: Promise<unknown> | null = null;

const playWarm = async (seed: number): Promise<Played> => {
  const template = inject('template');
  warmed ??= playSeed(template, FIRST_WORLD).catch(() => undefined);
  await warmed;
  return playSeed(template, seed);
};

/** Plays one seed on the template of this run. A failure prints the end of its story. */
export const play = async (seed: number): Promise<Played> => {
  try {
    return await playWarm(seed);
  } catch (error) {
    console.log(endOf(error).join('\n'));
    throw error;
  }
};

/** A failed seed prints one line, which `npm run faults` reads. */
const playOn = async (seed: number): Promise<Played | null> => {
  try {
    return await playWarm(seed);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const harm = error instanceof Failed ? error.harm : 'wrong';
    console.log(`FAILED ${JSON.stringify({ seed, harm, error: why, story: endOf(error) })}`);
    return null;
  }
};

export type Sum = {
  /** All seeds played, failed ones included. */
  seeds: number;
  failed: number;
  steps: number;
  saved: number;
  readonly happened: Map<string, number>;
};

/** Plays the seeds one after another and adds up their figures. The first failure ends it, unless `isKeptGoing`. */
export const playSeeds = async (seeds: readonly number[], { isKeptGoing = false } = {}): Promise<Sum> => {
  const sum: Sum = { seeds: 0, failed: 0, steps: 0, saved: 0, happened: new Map() };
  for (const seed of seeds) {
    const played = await (isKeptGoing ? playOn(seed) : play(seed));
    sum.seeds += 1;
    if (played === null) {
      sum.failed += 1;
      continue;
    }
    sum.steps += played.steps;
    sum.saved += played.saved;
    for (const [what, times] of played.happened)
      sum.happened.set(what, (sum.happened.get(what) ?? 0) + times);
  }
  return sum;
};
