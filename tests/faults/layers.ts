/** The layers of the long runs, each divided into independent parts. */
import { createHash } from 'node:crypto';
import { codeVersion } from '#tests/support/docs/figures-in-docs.ts';
import { onPostgres } from '#tests/support/database/postgres.ts';
import { killBrowsers } from '#tests/faults/failures/browser.ts';
import { bank, controls } from '#tests/faults/mutations/mutations.ts';
import { groupsOf, type Figures, type Outcome, type PartKey } from './parts.ts';
import { cutPower, record } from '#tests/faults/failures/power.ts';
import { killProcesses } from '#tests/faults/failures/processes.ts';
import { simulate } from './simulation.ts';

export const layerNames = ['simulation', 'processes', 'power', 'browser', 'mutations'] as const;
export type LayerName = (typeof layerNames)[number];

const server = [
  'domain',
  'server',
  'demo/device-client.ts',
  'package-lock.json',
  'vite.server.config.ts',
  'tests/support',
];
const faults = ['tests/faults', ':!tests/faults/mutations', ':!tests/faults/tables.ts'];
/** Drives a browser only, or prints only. */
const rest = ['people', 'page', 'docs'].map((folder) => `:!tests/support/${folder}`);
const app = ['src', 'sw', 'public', 'index.html', 'vite.config.ts'];
/** The code that each layer tests or uses. A commit that changes none of it keeps the figures of the layer. */
const codeOf: Readonly<Record<LayerName, readonly string[]>> = {
  simulation: [...server, 'src', ':!src/ui', ':!src/main.tsx', 'tests/simulation', ...faults, ...rest],
  processes: [...server, ...faults, ...rest],
  power: [...server, ...faults, ...rest],
  browser: [...server, ...app, ...faults],
  mutations: ['.'],
};

export const versionOf = (layer: LayerName): string => codeVersion(codeOf[layer]);

export type Part = PartKey & { readonly layer: LayerName; readonly run: () => Promise<Outcome> };

export type Sizes = {
  readonly seeds: number;
  readonly rounds: number;
  readonly images: number;
  readonly kills: number;
};
export const longForm: Sizes = { seeds: 20_000, rounds: 60, images: 2000, kills: 100 };

const SEEDS_A_PART = 500;
const ROUNDS_A_PART = 10;
/** Each part records a run of the server of its own. */
const IMAGES_A_PART = 500;
const KILLS_A_PART = 10;

/** Differs between commits, and stays the same when a run continues. */
const seedOf = (commit: string): number =>
  createHash('sha256').update(commit).digest().readUInt32BE() % 1_000_000;

type Run = (count: number, seed: number) => Promise<Outcome>;

const killIn = async (database: string, options: Parameters<typeof killProcesses>[0]): Promise<Outcome> => {
  const { kills, findings, ...rest } = await killProcesses(options);
  const wrong = findings.length - rest.lost - rest.doubled;
  const figures: Figures = { ...rest, server: kills.node, postgres: kills.postgres, wrong };
  const named = Object.entries(figures).map(([name, value]) => [`${database} ${name}`, value] as const);
  return { figures: Object.fromEntries(named), findings };
};

const killOn: Readonly<Record<string, Run>> = {
  SQLite: (rounds, seed) => killIn('SQLite', { rounds, seed, postgres: null }),
  PostgreSQL: (rounds, seed) => onPostgres((postgres) => killIn('PostgreSQL', { rounds, seed, postgres })),
};

const cut: Run = async (images, seed) => {
  const { damaged, ...figures } = await cutPower(await record(seed), { images, seed });
  return { figures: { ...figures, damaged: damaged.length }, findings: damaged };
};

const killBrowser: Run = async (kills, seed) => {
  const { findings, ...figures } = await killBrowsers({ kills, seed });
  return { figures: { ...figures, wrong: findings.length - figures.lost - figures.doubled }, findings };
};

/** Each part has a seed of its own, derived from the seed of the run. */
const planParts = (
  layer: LayerName,
  total: number,
  size: number,
  what: string,
  run: Run,
  chosenSeed: number | null,
): readonly Part[] => {
  const commit = versionOf(layer);
  const seed = chosenSeed ?? seedOf(commit);
  return groupsOf(total, size).map(({ first, count }, at) => ({
    layer,
    part: `${what} ${first} to ${first + count - 1}, from seed ${seed + at}`,
    size: count,
    commit,
    run: () => run(count, seed + at),
  }));
};

const partOf = (layer: LayerName, part: string, size: number, run: Part['run']): Part => ({
  layer,
  part,
  size,
  commit: versionOf(layer),
  run,
});

/** With `seed` null, the commit decides the seed. */
export const planLayers = (
  { seeds, rounds, images, kills }: Sizes,
  seed: number | null,
): Readonly<Record<LayerName, readonly Part[]>> => ({
  simulation: groupsOf(seeds, SEEDS_A_PART).map(({ first, count }) =>
    partOf('simulation', `seeds ${first} to ${first + count - 1}`, count, () => simulate(first, count)),
  ),
  processes: Object.entries(killOn).flatMap(([database, kill]) =>
    planParts('processes', rounds, ROUNDS_A_PART, `${database}, rounds`, kill, seed),
  ),
  power: planParts('power', images, IMAGES_A_PART, 'images', cut, seed),
  browser: planParts('browser', kills, KILLS_A_PART, 'kills', killBrowser, seed),
  mutations: [
    ...controls.map(({ name, endsWell }) =>
      partOf('mutations', name, 0, async () => ({
        figures: { controls: 1 },
        findings: (await endsWell()) ? [] : [`fails without a bug: ${name}`],
      })),
    ),
    ...bank.map(({ name, isCaught }) =>
      partOf('mutations', name, 1, async () => {
        const caught = Number(await isCaught());
        return { figures: { planted: 1, caught }, findings: caught ? [] : [`not caught: ${name}`] };
      }),
    ),
  ],
});
