/** Each bench of the product alone; returns its table as text. */
import { REFOLD_PAGE } from '#server/ledger/refold.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table, wholeNumber } from '#tests/support/docs/markdown-table.ts';
import { onPostgres } from '#tests/support/database/postgres.ts';
import { finderRows } from '#tests/bench/finder/finder.ts';
import { firstLoad } from '#tests/bench/page/first-load.ts';
import { foldAndStore } from './fold-and-store.ts';
import { show } from './measure.ts';
import { photoPipeline } from '#tests/bench/page/photo-pipeline.ts';
import { pullCosts } from '#tests/bench/server/pull-cost.ts';
import { drawPullCosts } from '#tests/bench/server/pull-cost-plot.ts';
import { refoldCost } from '#tests/bench/server/refold.ts';
import { judge, row, rowsTable, type Row } from './rows.ts';
import { saveReport } from '#tests/bench/page/save-report.ts';
import { returningRows, sustainedRows } from '#tests/bench/server/server-load.ts';
import { usableOffline } from '#tests/bench/page/usable-offline.ts';

const PULL_COSTS = join(import.meta.dirname, '../../docs/figures/pull-cost.svg');
const SIZES = [10_000, 100_000, 1_000_000];
/** Events that are pushed over HTTP; the others are stored by the ledger directly. */
const BY_HTTP = 100_000;

const save = async (): Promise<readonly Row[]> => {
  const { millis, toAllRows, toItsRows } = await saveReport();
  return [
    row(
      'a tap on Save of a report with two photos ÷ a tap that puts the same rows and bytes by raw IndexedDB, strict, one transaction',
      toAllRows,
      { goal: { atMost: 1.5 } },
    ),
    row('the same ÷ the rows alone (the draft has the bytes before the tap)', toItsRows),
    row('the same, ms', millis, { digits: 1 }),
  ];
};

/** `/assets/Desk-DP6kwV6.js` as `Desk`. */
const scriptName = (path: string): string => path.replace(/^.*\//, '').replace(/(-[\w-]{7,8})?\.js$/, '');

const load = async (): Promise<readonly Row[]> => {
  const scripts = await firstLoad();
  const kilobytes = [...scripts].map(([path, bytes]) => ({ path, size: bytes / 1000 }));
  const total = kilobytes.reduce((sum, { size }) => sum + size, 0);
  return [
    row('patrol home, cold, signed in: script fetched, KB (1000) gz', total, {
      digits: 1,
      goal: { atMost: 60 },
    }),
    ...kilobytes
      .sort((a, b) => b.size - a.size)
      .map(({ path, size }) => row(`of it, ${scriptName(path)}`, size, { digits: 1 })),
  ];
};

const offline = async (): Promise<readonly Row[]> => {
  const { millis, toBare } = await usableOffline();
  return [
    row('patrol home usable, cold start without a link ÷ one file of the same service worker', toBare),
    row('the same, ms', millis, { digits: 0 }),
  ];
};

const foldOn = async (database: string): Promise<readonly Row[]> => {
  const { ratio, eventsPerSecond } = await foldAndStore();
  return [
    row(`server: fold and store ÷ plain insert, ${database}, 50 events a transaction`, ratio, {
      goal: { atLeast: 0.4 },
    }),
    row(`server: events folded and stored a second, ${database}`, eventsPerSecond, { digits: 0 }),
  ];
};

const refoldOn = async (database: string): Promise<readonly Row[]> => {
  const { subjects, toRewrite, subjectsPerSecond, pushes } = await refoldCost();
  return [
    row(
      `${wholeNumber(subjects)} subjects of three events folded anew ÷ the same rows read and written unchanged, ${database}, ${REFOLD_PAGE} subjects a transaction`,
      toRewrite,
    ),
    row(`the same, without its pauses: subjects a second, ${database}`, subjectsPerSecond, { digits: 0 }),
    row(`pushes a second while older subjects are folded anew ÷ without, ${database}`, pushes),
  ];
};

const photos = async (): Promise<readonly Row[]> => {
  const { millis, toBare, restMegabytes, peakMegabytes } = await photoPipeline();
  return [
    row("a 12-megapixel photo into the draft ÷ the browser's bare decode, shrink and encode", toBare),
    row('the same, ms', millis, { digits: 0 }),
    {
      figure: 'memory of the page over 60 such photos, camera open: at rest, at most, MB',
      value: [restMegabytes, peakMegabytes].map((it) => it.toFixed(0)).join(', '),
      ...judge(peakMegabytes, { atMost: 250 }, 0),
    },
  ];
};

const loadPull = async (): Promise<string> => {
  const costs = await pullCosts(SIZES, BY_HTTP);
  await writeFile(PULL_COSTS, drawPullCosts(costs, 'What a pull costs while the ledger grows'));
  const [smallest] = costs;
  return table(
    [
      'events in the ledger, a case each',
      'page of 20 changes after a recent cursor, ms',
      '÷ the smallest',
      'first page of a snapshot, ms',
      '÷ the smallest',
      'the same for a viewer who sees none of it, ms',
      '÷ the smallest',
    ],
    costs.map(({ events, recent, first, elsewhere }) => [
      wholeNumber(events),
      show(recent),
      (recent.median / smallest!.recent.median).toFixed(2),
      show(first),
      (first.median / smallest!.first.median).toFixed(2),
      show(elsewhere),
      (elsewhere.median / smallest!.elsewhere.median).toFixed(2),
    ]),
  );
};

/** On SQLite, then on PostgreSQL. */
const onBoth = async (rowsOn: (database: string) => Promise<readonly Row[]>): Promise<string> =>
  rowsTable([...(await rowsOn('SQLite')), ...(await onPostgres(() => rowsOn('PostgreSQL')))]);

export const benches: Readonly<Record<string, () => Promise<string>>> = {
  save: async () => rowsTable(await save()),
  load: async () => rowsTable(await load()),
  offline: async () => rowsTable(await offline()),
  fold: () => onBoth(foldOn),
  refold: () => onBoth(refoldOn),
  photos: async () => rowsTable(await photos()),
  finder: async () => rowsTable(await finderRows()),
  loadSustained: () => onBoth(sustainedRows),
  loadReturning: () => onBoth((database) => returningRows(database, 10_000, 60)),
  loadPull,
};
