/**
 * `npm run bench`, after a build: ratios and sizes, each with its spread, as a table. `npm run bench -- save photos`
 * measures only those.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onPostgres } from '#tests/support/postgres.ts';
import { finderFigures } from './finder.ts';
import { firstLoad } from './first-load.ts';
import { foldAndStore } from './fold-and-store.ts';
import { show, type Measured } from './measure.ts';
import { pullCosts } from './pull-cost.ts';
import { drawPullCosts } from './pull-cost-plot.ts';
import { photoPipeline } from './photo-pipeline.ts';
import { returningFigures, sustainedFigures, type Figure } from './server-load.ts';
import { saveReport } from './save-report.ts';
import { usableOffline } from './usable-offline.ts';

const line = (figure: string, measured: Measured | string, goal = '–', digits = 2): void =>
  console.log(
    `| ${figure} | ${typeof measured === 'string' ? measured : show(measured, digits)} | ${goal} |`,
  );

const showFold = async (database: string): Promise<void> => {
  const { ratio, eventsPerSecond } = await foldAndStore();
  line(`server: fold and store ÷ plain insert, ${database}, 50 events a transaction`, ratio, '≥ 0.40');
  line(`server: events folded and stored a second, ${database}`, eventsPerSecond, '–', 0);
};

const PULL_COSTS = join(import.meta.dirname, '..', '..', 'docs', 'figures', 'pull-cost.svg');
const SIZES = [10_000, 100_000, 1_000_000];
/** The rest goes in behind the push door. */
const BY_THE_DOOR = 100_000;

const showFigures = (figures: readonly Figure[]): void => {
  for (const { figure, told, goal } of figures) line(figure, told, goal);
};

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);

const benches: Readonly<Record<string, () => Promise<void>>> = {
  save: async () => {
    const { millis, toAllRows, toItsRows } = await saveReport();
    line(
      'save of a report with two photos, from the tap ÷ the same rows and bytes, raw, strict',
      toAllRows,
      '≤ 1.50',
    );
    line('the same ÷ the rows alone (the bytes lie in the draft before the tap)', toItsRows);
    line('the same, ms', millis, '–', 1);
  },
  load: async () => {
    const scripts = await firstLoad();
    const total = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
    line('patrol home, cold, signed in: script fetched, KB gz', kilobytes(total), '≤ 60');
    for (const [path, bytes] of [...scripts].sort(([, a], [, b]) => b - a)) line(path, kilobytes(bytes), '');
  },
  offline: async () => {
    const { millis, toBare } = await usableOffline();
    line('patrol home usable, cold start without a link ÷ one file of the same service worker', toBare);
    line('the same, ms', millis, '–', 0);
  },
  fold: async () => {
    await showFold('SQLite');
    await onPostgres(() => showFold('PostgreSQL'));
  },
  photos: async () => {
    const { millis, toBare, restMegabytes, peakMegabytes } = await photoPipeline();
    line('a 12-megapixel photo into the draft ÷ bare decode, shrink and encode', toBare);
    line('the same, ms', millis, '–', 0);
    line(
      'memory of the page over 60 such photos: at rest, at most, MB',
      `${restMegabytes.toFixed(0)}, ${peakMegabytes.toFixed(0)}`,
      '≤ 250',
    );
  },
  finder: async () => {
    for (const { figure, measured, goal } of await finderFigures())
      line(figure, typeof measured === 'number' ? measured.toFixed(2) : measured, goal);
  },
  loadSustained: async () => {
    showFigures(await sustainedFigures('SQLite'));
    await onPostgres(async () => showFigures(await sustainedFigures('PostgreSQL')));
  },
  loadReturning: async () => {
    showFigures(await returningFigures('SQLite', 10_000, 60));
    await onPostgres(async () => showFigures(await returningFigures('PostgreSQL', 10_000, 60)));
  },
  loadPull: async () => {
    const costs = await pullCosts(SIZES, BY_THE_DOOR);
    const [smallest] = costs;
    for (const { events, recent, first } of costs) {
      const size = events.toLocaleString('en').replaceAll(',', ' ');
      line(`pull of a page behind a recent cursor, ${size} events, ms`, recent);
      line('the same ÷ the smallest ledger', (recent.median / smallest!.recent.median).toFixed(2));
      line(`first page of a snapshot, ${size} events, ms`, first);
      line('the same ÷ the smallest ledger', (first.median / smallest!.first.median).toFixed(2));
    }
    await writeFile(PULL_COSTS, drawPullCosts(costs, 'What a pull costs while the ledger grows'));
  },
};

const chosen = process.argv.slice(2);
console.log('| figure | median (range) | goal |\n| --- | --- | --- |');
for (const [name, bench] of Object.entries(benches))
  if (chosen.length === 0 || chosen.includes(name)) await bench();
