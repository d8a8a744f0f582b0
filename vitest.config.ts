import { playwright } from '@vitest/browser-playwright';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, chromiumPath } from './tests/support/page/chromium.ts';
import { fixtureCommands } from './tests/support/data/fixture-commands.ts';
import { linkCommands } from './tests/support/link/link-commands.ts';
import { printCommands } from './tests/support/page/print-commands.ts';
import { isFullRun } from './tests/support/run/full-run.ts';
import { LongFilesFirst } from './tests/support/run/long-files-first.ts';
import { plantBug } from './tests/support/run/plant-bug.ts';
import { addSampleKind } from './tests/sample-kind/add-sample-kind.ts';
import { longTests } from './vitest.long.config.ts';

/** Tests of the server that need no database, and the demo, which uses interfaces that other tests run on PostgreSQL. */
const withoutPostgres = [
  'http/admission',
  'process/configuration',
  'process/console',
  'demo/demo-played',
  'demo/demo-story',
  'http/push-body',
  'http/static-app',
  'office/read-csv',
  'office/read-xlsx',
  'office/read-fixtures',
];
/** The tests that run on PostgreSQL without CI: of behaviour that differs between the two databases. */
const byDialect = [
  'ledger/any-pull',
  'auth/enrolment',
  'auth/sign-in-limit',
  'backup/backup',
  'ledger/cursor-race',
  'ledger/no-scan',
  'store/postgres-loss',
  'store/postgres-start',
  'ledger/pull',
  'intake/push',
  'store/store',
  'store/upgrade',
];
const serverTests = (names: readonly string[]): string[] =>
  names.map((name) => `tests/server/${name}.test.ts`);

/** Tests in Chromium that share one page: a new one for each file would only load the same modules again. */
const withoutOwnPage = ['device', 'map', 'photo', 'storage', 'sync'].map(
  (folder) => `tests/${folder}/**/*.browser.test.{ts,tsx}`,
);

/**
 * Tests that run in CI only: whole journeys whose parts other tests play as well, and those that need other programs or
 * real pictures.
 */
const onlyInCi = isFullRun
  ? []
  : [
      'journeys/accessible-keyboard',
      'journeys/accessible-office',
      'journeys/airplane-mode',
      'journeys/county-from-files',
      'journeys/draft-survives-kill',
      'journeys/heic',
      'journeys/labels',
      'journeys/nginx',
      'journeys/position',
      'server/demo/demo-without-pictures',
    ].map((name) => `tests/${name}.test.ts`);

/** Shared by the projects that run in Node, before those with a browser. */
const inNode = {
  environment: 'node',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  maxWorkers: 2,
  sequence: { groupOrder: 0 },
} as const;

/**
 * Six projects: `node`, `sample-kind` (a kind of subject that only these tests register), `simulation` (each world from a
 * seed), `server-postgres` (tests of the server on a real PostgreSQL), `browser` (*.browser.test.ts, inside Chromium) and
 * `journeys` (the built app and the real server, from outside).
 */
export default defineConfig({
  test: {
    globalSetup: ['tests/support/run/run-folder.ts'],
    sequence: { sequencer: LongFilesFirst },
    projects: [
      {
        plugins: [plantBug()],
        test: {
          ...inNode,
          name: 'node',
          // Loading the server for each file takes longer than most files; no file leaves state in its process.
          isolate: false,
          include: ['tests/**/*.test.ts'],
          exclude: [
            'tests/**/*.browser.test.*',
            'tests/journeys/**',
            'tests/faults/failures/browser.test.ts',
            'tests/engines/**',
            'tests/bench/peers/**',
            'tests/simulation/**',
            'tests/sample-kind/**',
            ...longTests,
            ...onlyInCi,
          ],
        },
      },
      {
        plugins: [addSampleKind()],
        test: {
          ...inNode,
          name: 'sample-kind',
          include: ['tests/sample-kind/**/*.test.ts'],
        },
      },
      {
        plugins: [plantBug()],
        test: {
          ...inNode,
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          globalSetup: ['tests/simulation/world/template-setup.ts'],
          setupFiles: ['tests/simulation/world/setup.ts'],
        },
      },
      {
        test: {
          ...inNode,
          name: 'server-postgres',
          isolate: false,
          include: isFullRun ? ['tests/server/**/*.test.ts'] : serverTests(byDialect),
          exclude: serverTests(withoutPostgres),
          globalSetup: ['tests/support/database/postgres-setup.ts'],
          setupFiles: ['tests/support/database/on-postgres.ts'],
        },
      },
      {
        plugins: [solid(), plantBug()],
        optimizeDeps: {
          include: [
            'dexie',
            'comlink',
            'exifreader',
            'leaflet',
            'supercluster',
            'valibot',
            'solid-js',
            'solid-js/web',
          ],
        },
        test: {
          name: 'browser',
          include: ['tests/**/*.browser.test.{ts,tsx}'],
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { ...fixtureCommands, ...linkCommands, ...printCommands },
            provider: playwright({
              launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] },
            }),
            instances: [
              { browser: 'chromium', name: 'browser (chromium)', exclude: withoutOwnPage },
              // Loading the modules for each file takes as long as the tests; these files leave no state in their page.
              {
                browser: 'chromium',
                name: 'browser (chromium, one page)',
                include: withoutOwnPage,
                isolate: false,
              },
            ],
          },
        },
      },
      {
        test: {
          name: 'journeys',
          environment: 'node',
          include: ['tests/journeys/**/*.test.ts', 'tests/faults/failures/browser.test.ts'],
          exclude: [...longTests, ...onlyInCi],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          // A journey mostly waits for its link, so two run at once.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
