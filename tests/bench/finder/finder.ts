/**
 * The finder at 10 000 and 50 000 cases.
 *
 * In the browser: a device pushes 10 000 signed reports and the page of the product pulls them; then a finder in its worker
 * is asked, and the time from message to message is compared with one frame. In Node: the columns against a plain
 * `Array.filter` over the same cases as objects, with their search text prepared.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import type { Case } from '#domain/case/case.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { createCaseIndex } from '#finder/case-index.ts';
import { everything, type Bounds, type CaseFilter } from '#finder/finder.ts';
import { namesOf } from '#finder/names.ts';
import { caseText, wordsOf } from '#finder/search-text.ts';
import { demoGridCode } from '#demo/community.ts';
import { signIn } from '#tests/support/clients/device.ts';
import { elsewhere } from '#tests/finder/pulled-cases.ts';
import { wholeNumber } from '#tests/support/docs/markdown-table.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';
import { signIn as signInPage } from '#tests/support/clients/sign-in.ts';
import { makeFolder, startTestServer } from '#tests/support/servers/test-server.ts';
import type { FinderTimes } from './finder-page.ts';
import { summarise, timed, type Measured } from '#tests/bench/measure.ts';
import { row, type Row } from '#tests/bench/rows.ts';
import { severities } from '#domain/catalogue/severities.ts';

/** At 60 frames a second. */
const FRAME_MILLIS = 1000 / 60;
const PULLED = 10_000;
const BATCH = 50;
const ROUNDS = 60;
const root = join(import.meta.dirname, '../../..');

type Bench = { readonly indexedCases: () => Promise<number>; readonly measure: () => Promise<FinderTimes> };
declare const finderBench: Bench;

type Task = { readonly startTime: number; readonly duration: number };
declare const longTasks: readonly Task[];

const randomFields = (random: () => number) => {
  const one = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  return {
    hazard: one(shippedHazardKinds).code,
    severity: one(severities),
    position: {
      lat: 30.26 + random() * 0.02,
      lon: 120.14 + random() * 0.02,
      accuracyMetres: 8,
      ageMillis: 0,
      source: 'device' as const,
    },
    noPosition: null,
    spot: {
      placeId: null,
      placeName: one(['翠苑三区', '文一新村', '河滨小区']),
      building: String(Math.ceil(random() * 30)),
      unit: String(Math.ceil(random() * 4)),
      floor: String(Math.ceil(random() * 18)),
      detail: '',
    },
    description: one(['楼道里飞线充电', '瓶装气用在用餐区', '电动车堵住安全出口', '垃圾堆在消防通道']),
  };
};

/** The script of the page for the measurement, built like the scripts of the product. */
const buildPage = async (): Promise<string> => {
  const outDir = await makeFolder();
  await build({
    configFile: false,
    root,
    base: '/bench/',
    logLevel: 'error',
    resolve: { alias: { dexie: 'dexie/dist/modern/dexie.mjs' } },
    worker: { format: 'es' },
    build: {
      outDir,
      target: 'es2022',
      copyPublicDir: false,
      rolldownOptions: {
        input: join(import.meta.dirname, 'finder-page.ts'),
        output: { entryFileNames: 'finder-page.js' },
      },
    },
  });
  return outDir;
};

const pushReports = async (url: string): Promise<void> => {
  const random = seededRandom(3);
  const device = await signIn(url, 'wang');
  for (let at = 0; at < PULLED; at += BATCH) {
    const reports = await Promise.all(
      Array.from({ length: BATCH }, () => device.reports({ grid: demoGridCode(1), ...randomFields(random) })),
    );
    const verdicts = await device.pushes(...reports);
    if (verdicts.some((it) => it.verdict !== 'applied')) throw new Error('a report was not applied');
  }
};

/** Runs in the page before its scripts: records every task of more than 50 ms. */
const watchTasks = (): void => {
  const tasks: Task[] = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  Object.assign(globalThis, { longTasks: tasks });
};

type PulledFigures = FinderTimes & {
  readonly pullMillis: number;
  readonly longestTaskMillis: number;
};

const finderOverPulled = async (): Promise<PulledFigures> => {
  const server = await startTestServer({ appDir: join(root, 'dist/app') });
  const outDir = await buildPage();
  const phone = await Phone.unpack({ url: server.url, viewport: { width: 1440, height: 900 } });
  try {
    await pushReports(server.url);
    const page = await phone.start();
    await page.addInitScript(watchTasks);
    await page.route('**/bench/**', (route) =>
      route.fulfill({ path: join(outDir, new URL(route.request().url()).pathname.replace('/bench/', '')) }),
    );
    await page.goto('/');
    await signInPage(page, { username: 'chen', password: 'xunge-demo' });
    const from = performance.now();
    await page.addScriptTag({ type: 'module', url: '/bench/finder-page.js' });
    const waitForCases = async (count: number): Promise<number> => {
      while ((await page.evaluate(() => finderBench.indexedCases())) < count) await page.waitForTimeout(100);
      return page.evaluate(() => performance.now());
    };
    // The screen is complete by then; later tasks are the cost of pulling.
    const shownAt = await waitForCases(PULLED / 10);
    await waitForCases(PULLED);
    const pullMillis = performance.now() - from;
    const tasks = await page.evaluate(() => longTasks);
    const whilePulling = tasks.filter((it) => it.startTime > shownAt).map((it) => it.duration);
    const times = await page.evaluate(() => finderBench.measure());
    if (times.cases < PULLED) throw new Error(`the finder has ${times.cases} cases`);
    return { ...times, pullMillis, longestTaskMillis: Math.max(0, ...whilePulling) };
  } finally {
    await phone.scrap();
    await server.end();
    await rm(outDir, { recursive: true, force: true });
  }
};

const inventCases = (count: number): Case[] => {
  const random = seededRandom(5);
  return Array.from({ length: count }, (_, at) =>
    elsewhere({ ...randomFields(random), reportedAt: 1_700_000_000_000 + Math.floor(random() * 5e9) + at }),
  );
};

const filterOf = (round: number): CaseFilter => ({
  ...everything,
  state: round % 2 === 0 ? 'reported' : 'all',
  kind: round % 3 === 0 ? 'family:ebike' : '',
  text: ['', '充电', '楼道 7幢', '瓶装气'][round % 4]!,
  from: round,
});

type ColumnFigures = {
  readonly findMillis: Measured;
  /** Ratio to a plain filter over objects in the same round. Below 1, the columns are faster. */
  readonly findToPlain: Measured;
  readonly clusterMillis: Measured;
};

const finderInMemory = async (count: number): Promise<ColumnFigures> => {
  const cases = inventCases(count);
  const names = namesOf({ kinds: shippedHazardKinds, places: [], people: [], grids: [] });
  const index = createCaseIndex();
  index.setNames(names);
  for (const it of cases) index.put({ case: it, stored: {} });
  const plain = cases
    .map((it) => ({ it, text: `${caseText(it)}\n${names.kinds.get(it.hazard)}` }))
    .sort((a, b) => b.it.reportedAt - a.it.reportedAt);
  const filterPlain = ({ state, kind, text, from }: CaseFilter) => {
    const words = wordsOf(text);
    return plain.filter(
      ({ it, text }) =>
        (state === 'all' || it.state === state) &&
        (kind === '' || `family:${names.families.get(it.hazard)}` === kind) &&
        it.reportedAt >= (from ?? -Infinity) &&
        words.every((word) => text.includes(word)),
    );
  };
  const world: Bounds = [120.1, 30.2, 120.2, 30.3];
  const [finds, ratios, clusters]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const filter = filterOf(round);
    let [total, plainTotal] = [-1, -2];
    const millis = await timed(async () => {
      total = index.find(filter, { from: 0, to: 60 }).total;
    });
    const plainMillis = await timed(async () => {
      plainTotal = filterPlain(filter).length;
    });
    if (total !== plainTotal) throw new Error(`${total} found, ${plainTotal} by a plain filter`);
    finds.push(millis);
    ratios.push(millis / plainMillis);
    clusters.push(
      await timed(async () => {
        index.clusters({ ...everything, from: -1 - round }, world, 15);
      }),
    );
  }
  return { findMillis: summarise(finds), findToPlain: summarise(ratios), clusterMillis: summarise(clusters) };
};

const toFrames = (millis: readonly number[]): Measured => summarise(millis.map((it) => it / FRAME_MILLIS));

/** The 95th percentile. */
const nineteenOfTwenty = (millis: readonly number[]): number =>
  [...millis].sort((a, b) => a - b)[Math.floor(millis.length * 0.95)]!;

export const finderRows = async (): Promise<readonly Row[]> => {
  const { cases, findMillis, clusterMillis, messageMillis, ...pulled } = await finderOverPulled();
  const where = `${wholeNumber(cases)} cases that came by pull, with the worker's messages`;
  const rows = [
    row(`${where}: filter ÷ one frame`, toFrames(findMillis), { goal: { atMost: 1 } }),
    row('the same, 95th of 100', nineteenOfTwenty(findMillis) / FRAME_MILLIS),
    row(`${where}: filter and cluster, its index built anew ÷ one frame`, toFrames(clusterMillis)),
    row(`${where}: a question answered from what is kept ÷ one frame`, toFrames(messageMillis)),
    row('the finder begins over them, ms', pulled.beginMillis),
    row('first pull of them, ms', pulled.pullMillis),
    row('longest task of the page during it, ms', pulled.longestTaskMillis),
  ];
  for (const count of [10_000, 50_000]) {
    const { findMillis, findToPlain, clusterMillis } = await finderInMemory(count);
    const columns = `${wholeNumber(count)} cases in columns`;
    rows.push(
      row(`${columns}: filter ÷ \`Array.filter\` over objects`, findToPlain),
      row(`${columns}: filter, ms`, findMillis, { digits: 1 }),
      row(`${columns}: filter and cluster, ms`, clusterMillis, { digits: 0 }),
    );
  }
  return rows;
};
