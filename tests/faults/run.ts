/**
 * The long layers: `npm run faults -- [simulation] [processes] [power] [browser] [mutations] [--seeds n] [--rounds n] [--images n]
 * [--kills n] [--seed n]` prints their figures as a table. It fails when anything was lost, doubled or otherwise not as it must be.
 */
import { parseArgs } from 'node:util';
import { onPostgres } from '#tests/support/postgres.ts';
import { killBrowsers } from './browser.ts';
import { plantAll } from './mutations.ts';
import { cutPower, record } from './power.ts';
import { killProcesses, type ProcessFigures } from './processes.ts';
import { simulate } from './simulation.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string' },
    rounds: { type: 'string' },
    images: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const seeds = Number(values.seeds ?? 20_000);
const rounds = Number(values.rounds ?? 60);
const images = Number(values.images ?? 2000);
const kills = Number(values.kills ?? 100);
/** Each recording is another run of the server. */
const IMAGES_A_RECORDING = 500;

const findings: string[] = [];
const line = (layer: string, figure: string, value: number): void =>
  console.log(`| ${layer} | ${figure} | ${value} |`);

const showProcesses = (layer: string, figures: ProcessFigures): void => {
  const { kills } = figures;
  line(layer, 'rounds', figures.rounds);
  line(layer, 'kill -9 of the server', kills.node);
  if (kills.postgres > 0) line(layer, 'kill -9 of PostgreSQL', kills.postgres);
  line(layer, 'rounds whose kill came while requests were open', figures.hits);
  line(layer, 'events', figures.events);
  line(layer, 'photos', figures.photos);
  line(layer, 'events and photos answered before the last kill', figures.atRisk);
  line(layer, 'requests without an answer', figures.unanswered);
  line(layer, 'of them, done by the server all the same', figures.doneUnanswered);
  line(layer, 'lost', figures.lost);
  line(layer, 'doubled', figures.doubled);
  line(layer, 'otherwise wrong', figures.findings.length - figures.lost - figures.doubled);
  findings.push(...figures.findings);
};

const layers: Readonly<Record<string, () => Promise<void>>> = {
  simulation: async () => {
    const tell = (done: number) => console.error(`${done} of ${seeds} seeds`);
    const { sum, findings: failed } = await simulate({ seeds, first: 1 }, tell);
    line('simulation', 'seeds', sum.seeds);
    line('simulation', 'steps', sum.steps);
    line('simulation', 'reports, notes and decisions saved', sum.saved);
    for (const [what, times] of Object.entries(sum.happened).sort(([a], [b]) => (a < b ? -1 : 1)))
      line('simulation', what, times);
    line('simulation', 'seeds that lost or doubled anything', failed.length);
    findings.push(...failed);
  },
  processes: async () => {
    showProcesses('processes, SQLite', await killProcesses({ rounds, seed, postgres: null }));
    const onIt = await onPostgres((postgres) => killProcesses({ rounds, seed, postgres }));
    showProcesses('processes, PostgreSQL', onIt);
  },
  power: async () => {
    const total = { images: 0, open: 0, answers: 0, damaged: 0 };
    for (let at = 0; total.images < images; at++) {
      const recording = await record(seed + at);
      const part = Math.min(IMAGES_A_RECORDING, images - total.images);
      const figures = await cutPower(recording, { images: part, seed: seed + at });
      total.images += figures.images;
      total.open += figures.open;
      total.answers += figures.answers;
      total.damaged += figures.damaged.length;
      findings.push(...figures.damaged);
    }
    line('power loss', 'images of the disk', total.images);
    line('power loss', 'of them, with unsynced changes left to chance', total.open);
    line('power loss', 'answers that had to hold', total.answers);
    line('power loss', 'images with a loss', total.damaged);
  },
  browser: async () => {
    const figures = await killBrowsers({ kills, seed });
    line('browser', 'kill -9 of Chromium', figures.kills);
    line('browser', 'photos', figures.photos);
    line('browser', 'reports that came back as a draft', figures.drafts);
    line('browser', 'reports that came back as saved', figures.saved);
    line('browser', 'lost', figures.lost);
    line('browser', 'doubled', figures.doubled);
    findings.push(...figures.findings);
  },
  mutations: async () => {
    const planted = await plantAll(({ name, isCaught }) =>
      console.error(`${isCaught ? 'caught' : 'NOT CAUGHT'}: ${name}`),
    );
    line('mutations', 'planted', planted.length);
    line('mutations', 'caught', planted.filter((it) => it.isCaught).length);
    findings.push(...planted.filter((it) => !it.isCaught).map(({ name }) => `not caught: ${name}`));
  },
};

console.log(`Seed ${seed}\n\n| layer | figure | value |\n| --- | --- | --- |`);
for (const [name, layer] of Object.entries(layers))
  if (positionals.length === 0 || positionals.includes(name)) await layer();
for (const finding of findings) console.error(finding);
process.exit(findings.length === 0 ? 0 : 1);
