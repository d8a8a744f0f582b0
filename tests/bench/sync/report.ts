/** `tsx tests/bench/sync/report.ts [file.jsonl]`: the runs of a file as tables, with the goals beside what they ask of. */
import { readFileSync } from 'node:fs';
import { summarise, type Measured } from '../measure.ts';
import { goals, type Judged } from './goals.ts';
import { links, type LinkName } from './links.ts';
import { payloadBytes, type Run } from './measure-run.ts';

const names: Readonly<Record<string, string>> = {
  product: '**Grid Patrol**',
  bound: 'hand-tuned bound',
  tus: 'tus ×3',
  workbox: 'Workbox-style queue',
  pouchdb: 'PouchDB',
  rxdb: 'RxDB',
};

const spread = ({ median, lowest, highest }: Measured, digits: number): string => {
  const [middle, low, high] = [median, lowest, highest].map((it) => it.toFixed(digits));
  return low === high ? middle! : `${middle} (${low}–${high})`;
};

const cell = (runs: readonly Run[], read: (run: Run) => number | null, digits: number): string => {
  const values = runs.map(read).filter((it) => it !== null);
  return values.length === 0 ? '–' : spread(summarise(values), digits);
};

/** Of a run that was not through: at least so long, and nothing known of what it would have come to. */
const ifThrough = (read: (run: Run) => number | null) => (run: Run) => (run.isCapped ? null : read(run));

const line = (name: string, runs: readonly Run[]): string => {
  const isCapped = runs.some((it) => it.isCapped);
  const cells = [
    names[name] ?? name,
    String(runs.length),
    `${isCapped ? '> ' : ''}${cell(runs, (it) => it.wallSeconds, 0)}`,
    cell(
      runs,
      ifThrough((it) => it.utilisation),
      3,
    ),
    cell(runs, (it) => it.lastTextSeconds, 1),
    cell(
      runs,
      ifThrough((it) => (it.lastTextSeconds === null ? null : (it.lastTextSeconds / it.wallSeconds) * 100)),
      1,
    ),
    cell(runs, (it) => it.upBytes / payloadBytes(it.payload), 3),
    cell(runs, (it) => it.requests, 0),
    cell(runs, (it) => it.peakMegabytes.browser, 0),
    cell(runs, (it) => it.cpuSeconds.browser, 1),
    cell(runs, (it) => it.blocked?.longestTaskMillis ?? null, 0),
    `${cell(runs, (it) => it.lost, 0)} / ${cell(runs, (it) => it.doubled, 0)}`,
  ];
  return `| ${cells.join(' | ')} |`;
};

const head = [
  'contestant',
  'runs',
  'seconds',
  'utilisation',
  'last text, s',
  'of the time, %',
  'bytes up ÷ payload',
  'requests',
  'peak MB above idle',
  'CPU of the browser, s',
  'longest task, ms',
  'lost / doubled',
];

const goalLine = ({ goal, limit, measured, digits, isMet }: Judged): string => {
  const met = isMet === null ? 'not measured' : isMet ? 'met' : '**not met**';
  return `| ${goal} | ${measured === null ? '–' : measured.toFixed(digits)} | ${limit} | ${met} |`;
};

const file = process.argv[2] ?? 'test-results/bench-sync/runs.jsonl';
const runs = readFileSync(file, 'utf8')
  .split('\n')
  .filter((it) => it !== '')
  .map((it) => JSON.parse(it) as Run);

for (const [link, { title, reports }] of Object.entries(links)) {
  const here = runs.filter((it) => it.link === (link as LinkName) && it.reports === reports);
  if (here.length === 0) continue;
  const megabytes = payloadBytes(here[0]!.payload) / 1e6;
  console.log(`\n### ${title}: ${reports} reports, ${megabytes.toFixed(1)} MB\n`);
  console.log(`| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}`);
  for (const name of Object.keys(names)) {
    const its = here.filter((it) => it.contestant === name);
    if (its.length > 0) console.log(line(name, its));
  }
  console.log('\n| goal, of medians | measured | limit | |\n| --- | --- | --- | --- |');
  for (const judged of goals(link as LinkName, here)) console.log(goalLine(judged));
}
