/**
 * `tsx tests/bench/sync/run.ts [--peers a,b] [--links l,m] [--runs n] [--reports n] [--cap seconds] [--out file.jsonl]`,
 * after a build: makes some runs of the bench. A run that is in the file already, of this commit and the same number of
 * reports, is not repeated. `--peers` may name the product too; without it, all are measured as planned.
 */
import { parseArgs } from 'node:util';
import { originNow } from '#tests/support/docs/figures-in-docs.ts';
import { measuredCode } from '../measured-code.ts';
import {
  contestants,
  isContestantName,
  type ContestantName,
} from '#tests/bench/sync/contestants/contestants.ts';
import { isLinkName, links, type LinkName } from './links.ts';
import { makeRuns } from '#tests/bench/sync/runs/make-runs.ts';
import { CAP_SECONDS, planRuns } from '#tests/bench/sync/runs/plan.ts';
import { RUNS_FILE } from '#tests/bench/sync/runs/runs.ts';

const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    links: { type: 'string' },
    runs: { type: 'string' },
    reports: { type: 'string' },
    cap: { type: 'string', default: String(CAP_SECONDS) },
    out: { type: 'string', default: RUNS_FILE },
  },
});

const named = <Name extends string>(
  text: string | undefined,
  all: readonly Name[],
  is: (it: string) => it is Name,
) => {
  const names = text?.split(',') ?? all;
  return names.map((name) => {
    if (!is(name)) throw new Error(`unknown name "${name}"; names: ${all.join(', ')}`);
    return name;
  });
};
const numberOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

const left = await makeRuns({
  plan: planRuns(
    named(values.peers, Object.keys(contestants) as ContestantName[], isContestantName),
    named(values.links, Object.keys(links) as LinkName[], isLinkName),
    { runs: numberOf(values.runs), reports: numberOf(values.reports) },
  ),
  file: values.out,
  origin: originNow(measuredCode),
  capMillis: Number(values.cap) * 1000,
});
process.exit(left.length === 0 ? 0 : 1);
