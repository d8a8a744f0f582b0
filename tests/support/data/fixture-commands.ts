import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserCommand } from 'vitest/node';

const fixtures = fileURLToPath(new URL('../../../../shared/fixtures', import.meta.url));

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** The files of a fixtures folder, sorted; empty, and said so, when the fixtures are not there. */
    listFixtures: (folder: string) => Promise<string[]>;
    /** A fixture's bytes as base64. */
    readFixture: (path: string) => Promise<string>;
  }
}

const listFixtures: BrowserCommand<[folder: string]> = (_, folder) => {
  const path = `${fixtures}/${folder}`;
  if (existsSync(path)) return readdirSync(path).sort();
  console.warn(`No fixtures at ../shared/fixtures/${folder}: the tests over them are skipped.`);
  return [];
};

const readFixture: BrowserCommand<[path: string]> = (_, path) =>
  readFileSync(`${fixtures}/${path}`).toString('base64');

/** Lets a test inside the browser reach the fixtures, which lie outside what the dev server serves. */
export const fixtureCommands = { listFixtures, readFixture };
