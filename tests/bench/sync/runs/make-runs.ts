/** Makes the runs of a plan that are not in the file yet, one after another. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Millis } from '#domain/base/units.ts';
import { codeVersion, type Origin } from '#tests/support/docs/figures-in-docs.ts';
import { appendLine } from '#tests/support/docs/json-lines.ts';
import { startProgress } from '#tests/support/people/progress.ts';
import { measuredCode } from '#tests/bench/measured-code.ts';
import { contestants } from '#tests/bench/sync/contestants/contestants.ts';
import { measureRun } from './measure-run.ts';
import type { PlannedRun } from './plan.ts';
import { nameOf, readRuns, runsLeft } from './runs.ts';

export type Making = {
  readonly plan: readonly PlannedRun[];
  readonly file: string;
  readonly origin: Omit<Origin, 'at'>;
  /** A longer run counts as not finished. */
  readonly capMillis: Millis;
};

/** Writes the requests of each run beside the file. Returns the failed runs; the others go on. */
export const makeRuns = async ({ plan, file, origin, capMillis }: Making): Promise<readonly PlannedRun[]> => {
  mkdirSync(dirname(file), { recursive: true });
  const left = () => runsLeft(plan, readRuns(file), origin.commit);
  const mustBeSameCode = () => {
    if (codeVersion(measuredCode) !== origin.commit)
      throw new Error('the code has changed during the run: start again');
  };
  for (const key of left()) {
    mustBeSameCode();
    const tell = startProgress(`${plan.indexOf(key) + 1}/${plan.length} ${nameOf(key)}`);
    try {
      const open = contestants[key.contestant];
      const { run, exchanges } = await measureRun(key, { open, origin, capMillis, tell });
      mustBeSameCode();
      appendLine(file, run);
      const requests = exchanges.map((it) => `${JSON.stringify(it)}\n`).join('');
      writeFileSync(`${file}.${nameOf(key)}.requests`, requests);
      tell(
        `${run.isCapped ? 'not through after' : 'through in'} ${run.wallSeconds.toFixed(1)} s, ` +
          `lost ${run.lost}, doubled ${run.doubled}`,
      );
    } catch (error) {
      // The other runs go on; the next start repeats this one.
      tell(`failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return left();
};
