/** Runs in the page of the product: measures a finder of its own over the pulled cases. */
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { everything, stateFilters, type Bounds, type CaseFilter } from '#finder/finder.ts';
import { openFinder } from '#finder/open-finder.ts';
import { authorityOf } from '#storage/person/authority.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { currentPerson, SharedDb } from '#storage/databases/shared-db.ts';
import { timed } from '#tests/bench/measure.ts';

export type FinderTimes = {
  readonly cases: number;
  readonly beginMillis: number;
  /** A filter that is new, from the question to the answer in the page, with 60 lines. */
  readonly findMillis: readonly number[];
  readonly clusterMillis: readonly number[];
  readonly clusters: number;
  /** A question without work for the worker: the time of the messages alone. */
  readonly messageMillis: readonly number[];
};

const ROUNDS = 120;
const words = ['充电', '楼道 飞线', '7幢', '王强', 'corridor', '３单元 2层', '0190', '瓶装气'];

/** Each filter differs from all before it, so that no cached result can answer. */
const filterOf = (round: number): CaseFilter => ({
  ...everything,
  state: stateFilters[round % stateFilters.length]!,
  kind: ['', 'family:ebike', `kind:${shippedHazardKinds[round % shippedHazardKinds.length]!.code}`][
    round % 3
  ]!,
  text: round % 4 === 0 ? '' : words[round % words.length]!,
  from: round,
});

const series = async (work: (round: number) => Promise<unknown>): Promise<number[]> => {
  const millis: number[] = [];
  for (let round = 0; round < ROUNDS; round++) millis.push(await timed(() => work(round)));
  return millis;
};

const shared = new SharedDb();
let db: MainDb | null = null;

const indexedCases = async (): Promise<number> => {
  const me = await currentPerson(shared);
  if (!me) return 0;
  db ??= new MainDb(me.id);
  return db.subjects.count();
};

const measure = async (): Promise<FinderTimes> => {
  const me = await currentPerson(shared);
  if (!me) throw new Error('no person is signed in');
  const { finder, dispose } = openFinder(authorityOf(me), () => {});
  const beginMillis = await timed(() => finder.ready(() => {}));
  const { total } = await finder.find(everything, { from: 0, to: 0 });
  const messageMillis = await series(() => finder.find(everything, { from: 0, to: 0 }));
  const findMillis = await series((round) => finder.find(filterOf(round), { from: 0, to: 60 }));
  const [west, south, east, north] = (await finder.bounds(everything)) ?? [0, 0, 0, 0];
  const around: Bounds = [west, south, east, north];
  let clusters = 0;
  const clusterMillis = await series(async (round) => {
    clusters += (await finder.clusters({ ...everything, from: -1 - round }, around, 15)).length;
  });
  dispose();
  return { cases: total, beginMillis, findMillis, clusterMillis, clusters, messageMillis };
};

Object.assign(globalThis, { finderBench: { indexedCases, measure } });
