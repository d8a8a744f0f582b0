/** The runs, each a line of a file with its commit. */
import { readLines } from '#tests/support/docs/json-lines.ts';
import type { Run, RunKey } from './measure-run.ts';

export const RUNS_FILE = 'test-results/bench-sync/runs.jsonl';

export const readRuns = (file: string): readonly Run[] => readLines<Run>(file);

type Wanted = RunKey & Pick<Run, 'reports'>;

export const nameOf = ({ contestant, link, run }: RunKey): string => `${contestant}-${link}-${run}`;

const isOf =
  (wanted: Wanted) =>
  (run: Wanted): boolean =>
    nameOf(run) === nameOf(wanted) && run.reports === wanted.reports;

/** The runs of this commit, or of the newest in the file. Figures of two versions are never mixed. */
export const runsOf = (runs: readonly Run[], commit = runs.at(-1)?.commit): readonly Run[] =>
  runs.filter((run) => run.commit === commit);

export const runsLeft = <Key extends Wanted>(
  plan: readonly Key[],
  runs: readonly Run[],
  commit: string,
): readonly Key[] => {
  const made = runsOf(runs, commit);
  return plan.filter((wanted) => !made.some(isOf(wanted)));
};
