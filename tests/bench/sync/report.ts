/** The runs of one commit as tables, with the goals beside the figures. */
import { provenance } from '#tests/support/docs/figures-in-docs.ts';
import { table } from '#tests/support/docs/markdown-table.ts';
import { summarise, type Measured } from '../measure.ts';
import { goals, type Judged } from './goals.ts';
import { links, type LinkName } from './links.ts';
import { payloadBytes, type Run } from '#tests/bench/sync/runs/measure-run.ts';

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

/** For a run that did not finish: at least this long, and other figures unknown. */
const ifThrough = (read: (run: Run) => number | null) => (run: Run) => (run.isCapped ? null : read(run));

const cellsOf = (name: string, runs: readonly Run[]): readonly string[] => {
  const isCapped = runs.some((it) => it.isCapped);
  return [
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

const goalCells = ({ goal, limit, measured, digits, isMet }: Judged): readonly string[] => {
  const met = isMet === null ? 'not measured' : isMet ? 'met' : '**not met**';
  return [goal, measured === null ? '–' : spread(measured, digits), limit, limit === '–' ? '' : met];
};

const linkReport = (link: LinkName, runs: readonly Run[]): readonly string[] => {
  if (runs.length === 0) return [];
  const { title, reports } = links[link];
  const megabytes = payloadBytes(runs[0]!.payload) / 1e6;
  const rows = Object.keys(names).flatMap((name) => {
    const its = runs.filter((it) => it.contestant === name);
    return its.length > 0 ? [cellsOf(name, its)] : [];
  });
  return [
    `### ${title}: ${reports} reports, ${megabytes.toFixed(1)} MB`,
    table(head, rows),
    table(
      ['goal, of medians and of the ratios of each round', 'measured', 'limit', ''],
      goals(link, runs).map(goalCells),
    ),
  ];
};

/** `runs` are of one commit. Runs with another number of reports than their link has were experiments, and are left out. */
export const reportOf = (runs: readonly Run[]): string => {
  const whole = runs.filter((it) => it.reports === links[it.link].reports);
  return [
    `${provenance(whole)}; runs, of this commit alone: ${whole.length}`,
    ...(Object.keys(links) as LinkName[]).flatMap((link) =>
      linkReport(
        link,
        whole.filter((it) => it.link === link),
      ),
    ),
  ].join('\n\n');
};
