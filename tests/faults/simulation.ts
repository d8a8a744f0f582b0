/** The long form of the simulation: its seeds shared out among processes. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Simulated = {
  readonly seeds: number;
  readonly steps: number;
  readonly saved: number;
  readonly happened: Readonly<Record<string, number>>;
};

const root = join(import.meta.dirname, '../..');
const SEEDS_A_PROCESS = 500;
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'simulation',
  'tests/simulation/seeds.test.ts',
  '-t',
  'whatever',
];

const simulatePart = async (first: number, seeds: number): Promise<Simulated | string> => {
  const env = { ...process.env, SEEDS: String(seeds), FIRST_SEED: String(first) };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, vitest, {
      cwd: root,
      env,
      maxBuffer: 256 * 1024 * 1024,
    });
    return JSON.parse(/SIMULATED (.*)/.exec(stdout)![1]!) as Simulated;
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
  const parts = Array.from({ length: Math.ceil(seeds / SEEDS_A_PROCESS) }, (_, i) => ({
    from: first + i * SEEDS_A_PROCESS,
    count: Math.min(SEEDS_A_PROCESS, seeds - i * SEEDS_A_PROCESS),
  }));
  const happened: Record<string, number> = {};
  const sum = { seeds: 0, steps: 0, saved: 0, happened };
  const findings: string[] = [];
  const work = async () => {
    for (let part = parts.shift(); part; part = parts.shift()) {
      const result = await simulatePart(part.from, part.count);
      if (typeof result === 'string') {
        findings.push(result);
        continue;
      }
      sum.seeds += result.seeds;
      sum.steps += result.steps;
      sum.saved += result.saved;
      for (const [what, times] of Object.entries(result.happened))
        happened[what] = (happened[what] ?? 0) + times;
      tell(sum.seeds);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return { sum, findings };
};
