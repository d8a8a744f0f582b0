/** The short form of the kills of processes, in CI only; `npm run faults -- processes` runs the long one. */
import { afterAll, expect, test } from 'vitest';
import { killServers } from '#tests/support/servers/server-process.ts';
import { onPostgres } from '#tests/support/database/postgres.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { killProcesses, type ProcessFigures } from './processes.ts';

const ROUNDS = 4;
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

afterAll(killServers);

const expectNoFindings = (figures: ProcessFigures): void => {
  console.log(`seed ${seed}: ${JSON.stringify(figures)}`);
  expect(figures.findings).toEqual([]);
  // A run would show nothing if no kill met open requests, or no executed request lost its answer.
  expect(figures.hits).toBe(ROUNDS);
  expect(figures.events).toBeGreaterThan(48);
  expect(figures.photos).toBeGreaterThan(20);
  expect(figures.atRisk).toBeGreaterThan(0);
  expect(figures.doneUnanswered).toBeGreaterThan(0);
};

test.runIf(isFullRun)(
  `[P5] [H2] [L1] kill -9 of the server under load → nothing lost or doubled, seed ${seed}`,
  async () => {
    expectNoFindings(await killProcesses({ rounds: ROUNDS, seed, postgres: null }));
  },
  180_000,
);

test.runIf(isFullRun)(
  `[P5] [H2] [L1] kill -9 of the server, of PostgreSQL and of both, under load → nothing lost or doubled, seed ${seed}`,
  async () => {
    const figures = await onPostgres((postgres) => killProcesses({ rounds: ROUNDS, seed, postgres }));
    expectNoFindings(figures);
    expect(figures.kills.postgres).toBeGreaterThan(1);
  },
  180_000,
);
