/** The long form of the simulation: plays a range of seeds on two workers, and goes on after a failed seed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harm } from '#tests/simulation/invariants.ts';
import { runCommand } from '#tests/support/run/run-command.ts';
import { sumOf, type Figures, type Outcome } from './parts.ts';

type Share = {
  readonly seeds: number;
  readonly steps: number;
  readonly saved: number;
  readonly happened: Figures;
};

/** A world ends at its first violation. */
type FailedSeed = {
  readonly seed: number;
  readonly harm: Harm;
  readonly error: string;
  readonly story: readonly string[];
};

const root = join(import.meta.dirname, '../..');
const STORIES = join(root, 'test-results/faults');
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'simulation',
  'tests/simulation/first-share.test.ts',
  'tests/simulation/second-share.test.ts',
];

const valuesAfter = <T>(word: string, output: string): readonly T[] =>
  Array.from(output.matchAll(new RegExp(`${word} (\\{.*\\})`, 'g')), ([, json]) => JSON.parse(json!) as T);

const failedSeeds = (output: string) => valuesAfter<FailedSeed>('FAILED', output);

/** Prefix of the figures of what happened in the worlds. */
export const HAPPENED = 'happened ';

/** Throws if the output does not report all seeds. */
export const readShares = (output: string, endedWell: boolean, seeds: number): Outcome => {
  const shares = valuesAfter<Share>('SIMULATED', output);
  const failed = failedSeeds(output);
  const figures = sumOf([
    ...shares.map(({ seeds, steps, saved }) => ({ seeds, steps, saved })),
    ...shares.map(({ happened }) =>
      Object.fromEntries(Object.entries(happened).map(([what, times]) => [HAPPENED + what, times])),
    ),
    ...failed.map(({ harm }) => ({ [harm]: 1 })),
  ]);
  const findings = failed.map(({ error }) => error);
  if (figures['seeds'] !== seeds) throw new Error([...findings, output.slice(-2000)].join('\n'));
  // Another assertion of a share failed, such as that enough troubles occurred.
  if (!endedWell && findings.length === 0) findings.push(output.slice(-2000));
  return { figures, findings };
};

export const simulate = async (first: number, seeds: number): Promise<Outcome> => {
  const { output, endedWell } = await runCommand(process.execPath, vitest, {
    cwd: root,
    env: { SEEDS: String(seeds), FIRST_SEED: String(first), KEEP_GOING: '1' },
  });
  for (const { seed, error, story } of failedSeeds(output)) {
    mkdirSync(STORIES, { recursive: true });
    writeFileSync(join(STORIES, `seed-${seed}.txt`), [...story, error, ''].join('\n'));
  }
  return readShares(output, endedWell, seeds);
};
