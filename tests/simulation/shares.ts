/**
 * The seeds of a run, divided between two test files so that two workers play them. `SEEDS=20000 FIRST_SEED=1` is the
 * long form; without CI a run plays fewer. A seed that fails is printed with the end of its story; add it to
 * `kept-seeds.ts`. With `KEEP_GOING=1` the other seeds are played all the same.
 */
import { expect, test } from 'vitest';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { playSeeds } from './play-seeds.ts';

const COUNT = Number(process.env.SEEDS ?? (isFullRun ? 200 : 50));
const FIRST = Number(process.env.FIRST_SEED ?? 1);

/** Plays every second seed, from the first or from the second. */
export const testShare = (share: 0 | 1): void => {
  const seeds = Array.from({ length: COUNT }, (_, i) => FIRST + i).filter((_, i) => i % 2 === share);
  test.runIf(seeds.length > 0)(
    '[D2] [D17a] [D17c] any troubles that a seed chooses → nothing is lost or doubled',
    { timeout: 24 * 3_600_000 },
    async () => {
      const sum = await playSeeds(seeds, { isKeptGoing: process.env.KEEP_GOING === '1' });
      console.log(`SIMULATED ${JSON.stringify({ ...sum, happened: Object.fromEntries(sum.happened) })}`);
      expect(sum.seeds).toBe(seeds.length);
      expect(sum.failed).toBe(0);
      // A run without troubles would show nothing: each kind must have occurred.
      if (seeds.length < 40) return;
      expect(sum.saved).toBeGreaterThan(4 * seeds.length);
      expect(sum.happened.get('request PUT /api/photos/ 201')).toBeGreaterThan(sum.saved / 3);
      for (const what of [
        'crash',
        'kill',
        'losePower',
        'restore',
        'crashed',
        'crashed while writing',
        'clock',
        'worker',
        'free',
        'scope',
        'signedOut',
        'fullPhone',
        'serverFull',
        'resubmitted report',
        'photo added',
        'note',
        'decision',
        'undone',
        'request cut',
        'request cutAndRepeated',
        'request answerLost',
        'request answeredTwice',
        'request silent',
        'request portal',
        'request badGateway',
        'request garbled',
        'request POST /api/sync/push 401',
        'request PUT /api/photos/ 409',
        'request PUT /api/photos/ 507',
        // Too rare for fewer worlds.
        ...(seeds.length < 100 ? [] : ['refused save']),
      ])
        expect([what, sum.happened.get(what) ?? 0]).not.toEqual([what, 0]);
    },
  );
};
