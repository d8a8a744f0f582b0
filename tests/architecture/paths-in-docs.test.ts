import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const within = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
/** The decisions are left out: each describes the code of its day. */
const pages = [
  'README.md',
  ...within('docs').filter((name) => name.endsWith('.md') && !name.startsWith('docs/decisions')),
  ...['src', 'server', 'sw', 'demo', 'domain', 'tests']
    .flatMap(within)
    .filter((name) => name.endsWith('/README.md') && !name.includes('node_modules')),
];
const path =
  /`((?:src|server|sw|demo|domain|tests)\/[\w./-]*\w\.tsx?|(?:src|server|sw|demo|domain|tests)\/[\w./-]*\/)`/g;

test('a document names a file or folder of the code → it exists', () => {
  expect(pages.length).toBeGreaterThan(20);
  const named = pages.flatMap((page) =>
    Array.from(readFileSync(join(root, page), 'utf8').matchAll(path), ([, name]) => ({ page, name: name! })),
  );
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(({ name }) => !existsSync(join(root, name)))).toEqual([]);
});
