/** Measures the product and its peers: continues the plan where it was interrupted. Needs `npm ci` in tests/bench/peers. */
import type { Origin } from '#tests/support/docs/figures-in-docs.ts';
import { contestants, type ContestantName } from '#tests/bench/sync/contestants/contestants.ts';
import { links, type LinkName } from './links.ts';
import { makeRuns } from '#tests/bench/sync/runs/make-runs.ts';
import { mustHavePeers } from '#tests/bench/sync/contestants/peer.ts';
import { CAP_SECONDS, planRuns } from '#tests/bench/sync/runs/plan.ts';
import { reportOf } from './report.ts';
import { nameOf, readRuns, RUNS_FILE, runsOf } from '#tests/bench/sync/runs/runs.ts';

export const syncBench = async (origin: Origin): Promise<string> => {
  mustHavePeers();
  const plan = planRuns(Object.keys(contestants) as ContestantName[], Object.keys(links) as LinkName[], {
    runs: null,
    reports: null,
  });
  const left = await makeRuns({ plan, file: RUNS_FILE, origin, capMillis: CAP_SECONDS * 1000 });
  if (left.length > 0) throw new Error(`${left.map(nameOf).join(', ')} failed: start again to repeat them`);
  return reportOf(runsOf(readRuns(RUNS_FILE), origin.commit));
};
