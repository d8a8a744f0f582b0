import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleExports } from './bundle-exports.ts';
import { loadReleased, releasedVersions } from './released.ts';

const root = join(import.meta.dirname, '../..');
const listed = bundleExports.flatMap(([names, ...modules]) =>
  names.split(', ').map((name) => {
    const [today, released = today] = name.split(' as ');
    return { today: today!, released: released!, modules };
  }),
);

test.each(releasedVersions)(
  'the bundle of version %i → the names that the next bundle exports',
  async (version) => {
    const names = listed.map(({ released }) => released);
    expect(Object.keys(await loadReleased(version)).sort()).toEqual(names.sort());
  },
);

test.each(listed)('$today, which the next bundle exports → exported by a module of today', async (it) => {
  const module = it.modules.map((path) => join(root, path)).find(existsSync);
  expect(await import(/* @vite-ignore */ module!)).toHaveProperty(it.today);
});
