/** The long form of the simulation: its seeds part by part, each part shared by two workers. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Simulated = {
  readonly seeds: number;
  readonly steps: number;
  readonly saved: number;
  readonly happened: Readonly<Record<string, number>>;
};

const root = join(import.meta.dirname, '../..');
const SEEDS_A_PART = 1000;
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'simulation',
  'tests/simulation/first-share.test.ts',
  'tests/simulation/second-share.test.ts',
];

const simulatePart = async (first: number, seeds: number): Promise<readonly Simulated[] | string> => {
  const env = { ...process.env, SEEDS: String(seeds), FIRST_SEED: String(first) };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, vitest, {
      cwd: root,
      env,
      maxBuffer: 256 * 1024 * 1024,
    });
    return [...stdout.matchAll(/SIMULATED (.*)/g)].map((found) => JSON.parse(found[1]!) as Simulated);
  } catch (error) {
    const output = (error as { stdout?: string }).stdout ?? String(error);
    return /seed \d+: .*/.exec(output)?.[0] ?? output.slice(-2000);
  }
};

/** Gives the sum, and what failed; `tell` hears how many seeds are done. */
export const simulate = async (
  { seeds, first }: { readonly seeds: number; readonly first: number },
  tell: (done: number) => void,
): Promise<{ readonly sum: Simulated; readonly findings: readonly string[] }> => {
  const parts = Array.from({ length: Math.ceil(seeds / SEEDS_A_PART) }, (_, i) => ({
    from: first + i * SEEDS_A_PART,
    count: Math.min(SEEDS_A_PART, seeds - i * SEEDS_A_PART),
  }));
  const happened: Record<string, number> = {};
  const sum = { seeds: 0, steps: 0, saved: 0, happened };
  const findings: string[] = [];
  for (const { from, count } of parts) {
    const shares = await simulatePart(from, count);
    if (typeof shares === 'string') {
      findings.push(shares);
      continue;
    }
    for (const share of shares) {
      sum.seeds += share.seeds;
      sum.steps += share.steps;
      sum.saved += share.saved;
      for (const [what, times] of Object.entries(share.happened))
        happened[what] = (happened[what] ?? 0) + times;
    }
    tell(sum.seeds);
  }
  return { sum, findings };
};
