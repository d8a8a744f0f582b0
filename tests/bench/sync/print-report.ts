/**
 * `tsx tests/bench/sync/print-report.ts [file.jsonl] [--commit abc1234] [--docs]`: prints the runs of this commit, or of
 * the newest in the file, as tables; with `--docs` also into docs/benchmarks.md.
 */
import { parseArgs } from 'node:util';
import { writeFigures } from '#tests/support/docs/figures-in-docs.ts';
import { reportOf } from './report.ts';
import { readRuns, RUNS_FILE, runsOf } from '#tests/bench/sync/runs/runs.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { commit: { type: 'string' }, docs: { type: 'boolean', default: false } },
});
const file = positionals[0] ?? RUNS_FILE;
const runs = runsOf(readRuns(file), values.commit);
if (runs.length === 0) throw new Error(`${file} has no run of ${values.commit ?? 'any commit'}`);
const text = reportOf(runs);
console.log(text);
if (values.docs) await writeFigures('docs/benchmarks.md', 'bench-sync', text);
