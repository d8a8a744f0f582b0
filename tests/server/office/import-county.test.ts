import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeCounty, writeCounty } from '#tests/support/data/a-county.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { makeFolder, startTestServer } from '#tests/support/servers/test-server.ts';

const size = isFullRun ? wholeCounty : { grids: 60, people: 50, places: 800 };

let root: string;
beforeAll(async () => {
  root = await makeFolder();
  await writeCounty(join(root, 'county'), size);
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Starts on the folder, and stops again. Returns the printed lines and the seconds. */
const start = async () => {
  const lines: string[] = [];
  const startedAt = performance.now();
  const server = await startTestServer({
    isDemoWanted: false,
    dataDir: join(root, 'data'),
    importFolder: join(root, 'county'),
    onImportNotice: (line) => lines.push(line),
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await server.close();
  return { lines, seconds };
};

test(`[I5a] a county of ${size.grids} grids, ${size.people} people and ${size.places} places → written; again → nothing changes`, async () => {
  const first = await start();
  const numbers = { grids: size.grids, people: size.people, places: size.places };
  for (const [name, count] of Object.entries(numbers))
    expect(first.lines).toContainEqual(
      expect.stringMatching(new RegExp(`^Imported ${name}\\.\\w+: ${count} new, 0 changed, 0 unchanged\\.$`)),
    );
  const second = await start();
  for (const line of second.lines) expect(line).toMatch(/: 0 new, 0 changed, \d+ unchanged\.$/);
  console.log(`a county from files: ${first.seconds.toFixed(1)} s, again ${second.seconds.toFixed(1)} s`);
}, 240_000);
