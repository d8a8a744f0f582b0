/**
 * `tsx tests/bench/sync/run.ts [--peers a,b] [--links l,m] [--runs n] [--reports n] [--out file.jsonl]`, after a build:
 * measures the product and its peers, one run after another. A run that is a line of the file already is not run again.
 * `--peers` may name the product too; without it all are measured as the plan says. Writes the requests of each run
 * beside the file.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { startProgress } from '#tests/support/progress.ts';
import { contestants, isContestantName, type ContestantName } from './contestants.ts';
import { isLinkName, links, type LinkName } from './links.ts';
import { measureRun, type Run, type RunKey } from './measure-run.ts';
import { planRuns } from './plan.ts';

const { values } = parseArgs({
  options: {
    peers: { type: 'string' },
    links: { type: 'string' },
    runs: { type: 'string' },
    reports: { type: 'string' },
    cap: { type: 'string', default: '600' },
    out: { type: 'string', default: 'test-results/bench-sync/runs.jsonl' },
  },
});

const named = <Name extends string>(
  text: string | undefined,
  all: readonly Name[],
  is: (it: string) => it is Name,
) => {
  const names = text?.split(',') ?? all;
  return names.map((name) => {
    if (!is(name)) throw new Error(`there is no "${name}": ${all.join(', ')}`);
    return name;
  });
};
const chosenContestants = named(values.peers, Object.keys(contestants) as ContestantName[], isContestantName);
const chosenLinks = named(values.links, Object.keys(links) as LinkName[], isLinkName);

const file = values.out;
mkdirSync(dirname(file), { recursive: true });
const keyOf = ({ contestant, link, run }: RunKey): string => `${contestant}-${link}-${run}`;
const done = new Set(
  (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [])
    .filter((line) => line !== '')
    .map((line) => keyOf(JSON.parse(line) as Run)),
);

const plan = planRuns(chosenContestants, chosenLinks, values.runs === undefined ? null : Number(values.runs));
for (const [at, key] of plan.entries()) {
  if (done.has(keyOf(key))) continue;
  const tell = startProgress(`${at + 1}/${plan.length} ${keyOf(key)}`);
  try {
    const { run, exchanges } = await measureRun(key, {
      open: contestants[key.contestant],
      ...(values.reports === undefined ? {} : { reports: Number(values.reports) }),
      capMillis: Number(values.cap) * 1000,
      tell,
    });
    appendFileSync(file, `${JSON.stringify(run)}\n`);
    writeFileSync(
      `${file}.${keyOf(key)}.requests`,
      exchanges.map((it) => `${JSON.stringify(it)}\n`).join(''),
    );
    tell(
      `${run.isCapped ? 'not through after' : 'through in'} ${run.wallSeconds.toFixed(1)} s, ` +
        `lost ${run.lost}, doubled ${run.doubled}`,
    );
  } catch (error) {
    // The others go on; the next start tries this one again.
    tell(`failed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
process.exit();
