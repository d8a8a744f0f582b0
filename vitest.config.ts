import { playwright } from '@vitest/browser-playwright';
import solid from 'vite-plugin-solid';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, chromiumPath } from './tests/support/page/chromium.ts';
import { fixtureCommands } from './tests/support/data/fixture-commands.ts';
import { linkCommands } from './tests/support/link/link-commands.ts';
import { plantBug } from './tests/support/run/plant-bug.ts';
import { addSampleKind } from './tests/sample-kind/add-sample-kind.ts';
import { longTests } from './vitest.long.config.ts';

/**
 * Five kinds of tests: `node`, `simulation` (a world of its own, from a seed), `server-postgres` (the server's once
 * more, its database on a real PostgreSQL),
 * `browser` (*.browser.test.ts, inside real Chromium) and `journeys`, which drive the built app and the real server
 * from outside.
 */
export default defineConfig({
  test: {
    globalSetup: ['tests/support/run/run-folder.ts'],
    projects: [
      {
        plugins: [plantBug()],
        test: {
          name: 'node',
          // A file leaves nothing behind in its process: to load the server anew for each takes longer than most of them.
          isolate: false,
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: [
            'tests/**/*.browser.test.*',
            'tests/journeys/**',
            'tests/faults/browser.test.ts',
            'tests/engines/**',
            'tests/bench/peers/**',
            'tests/simulation/**',
            'tests/sample-kind/**',
            ...longTests,
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [addSampleKind()],
        test: {
          name: 'sample-kind',
          environment: 'node',
          include: ['tests/sample-kind/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [plantBug()],
        test: {
          name: 'simulation',
          environment: 'node',
          include: ['tests/simulation/**/*.test.ts'],
          globalSetup: ['tests/simulation/template-setup.ts'],
          setupFiles: ['tests/simulation/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'server-postgres',
          isolate: false,
          environment: 'node',
          include: ['tests/server/**/*.test.ts'],
          // Once is enough for what asks no database, and for a demo that goes through the doors the rest tests here.
          exclude: [
            'admission',
            'configuration',
            'console',
            'demo-played',
            'demo-story',
            'push-body',
            'sign-in-limit',
            'static-app',
          ].map((name) => `tests/server/${name}.test.ts`),
          globalSetup: ['tests/support/database/postgres-setup.ts'],
          setupFiles: ['tests/support/database/on-postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
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
            commands: { ...fixtureCommands, ...linkCommands },
            provider: playwright({
              launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'journeys',
          environment: 'node',
          include: ['tests/journeys/**/*.test.ts', 'tests/faults/browser.test.ts'],
          exclude: [...longTests],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          // Most of a journey is waiting for a link: two go side by side.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
