import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserCommand } from 'vitest/node';
import { isFullRun } from '../run/full-run.ts';

const fixtures = fileURLToPath(new URL('../../../../shared/fixtures', import.meta.url));

declare module 'vitest/browser' {
  interface BrowserCommands {
    /**
     * The files of a fixtures folder, sorted. Empty without CI, since real pictures take long to decode, and, with a
     * message, if there are no fixtures.
     */
    listFixtures: (folder: string) => Promise<string[]>;
    /** The bytes of a fixture as base64. */
    readFixture: (path: string) => Promise<string>;
  }
}

const listFixtures: BrowserCommand<[folder: string]> = (_, folder) => {
  if (!isFullRun) return [];
  const path = `${fixtures}/${folder}`;
  if (existsSync(path)) return readdirSync(path).sort();
  console.warn(`No fixtures at ../shared/fixtures/${folder}: the tests over them are skipped.`);
  return [];
};

const readFixture: BrowserCommand<[path: string]> = (_, path) =>
  readFileSync(`${fixtures}/${path}`).toString('base64');

/** Gives tests in the browser access to the fixtures, which the dev server does not serve. */
export const fixtureCommands = { listFixtures, readFixture };
