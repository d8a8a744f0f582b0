import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeVersion, machine, provenance, withFigures, writeFigures } from './figures-in-docs.ts';

const page = `# Page

Before.

<!-- figures: load -->

old

<!-- end of figures: load -->

Between.

<!-- figures: loadPull -->
<!-- end of figures: loadPull -->

After.
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grid-patrol-figures-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('new figures → replace the old ones between their marks; the rest of the page stays', () => {
  const written = withFigures(page, 'load', 'new $& figures\n');
  expect(written).toBe(page.replace('old', () => 'new $& figures'));
  expect(withFigures(written, 'load', 'old')).toBe(page);
  expect(withFigures(page, 'loadPull', 'new')).toContain('old');
});

test('a page without both marks in order → an error', () => {
  expect(() => withFigures(page, 'save', 'new')).toThrow('figures: save');
  expect(() => withFigures(page.replace('<!-- end of figures: load -->', ''), 'load', 'new')).toThrow();
  expect(() => withFigures(`<!-- end of figures: a --><!-- figures: a -->`, 'a', 'new')).toThrow();
});

test('figures written into a page → the page is formatted', async () => {
  const file = join(folder, 'page.md');
  writeFileSync(file, page);
  await writeFigures(file, 'load', '| figure | value |\n| --- | --- |\n| a long name | 1 |');
  expect(readFileSync(file, 'utf8')).toBe(
    page.replace('old', '| figure      | value |\n| ----------- | ----- |\n| a long name | 1     |'),
  );
});

/** Independent of the git settings of the user: commits only into the test repository, without signing. */
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });

const hasGit = spawnSync('git', ['--version']).status === 0;

test.runIf(hasGit)(
  'the version of the code, docs or other code changed → the last commit of the code',
  () => {
    for (const name of ['docs', 'other']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'code.ts'), '1');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'code');
    const commit = git('rev-parse', 'HEAD').slice(0, 7);
    expect(codeVersion(['.'], folder)).toBe(commit);
    writeFileSync(join(folder, 'docs/page.md'), 'figures');
    expect(codeVersion(['.'], folder)).toBe(commit);
    git('add', '.');
    git('commit', '--quiet', '--message', 'docs');
    expect(codeVersion(['.'], folder)).toBe(commit);
    writeFileSync(join(folder, 'other/more.ts'), '2');
    expect(codeVersion(['code.ts'], folder)).toBe(commit);
    expect(codeVersion(['.'], folder)).toBe(`${commit} with uncommitted changes`);
  },
);

test('figures of several days → one line of origin', () => {
  const origin = { at: '2026-11-28T22:00:00Z', commit: 'abc1234', machine: '2 cores, 24 GiB' };
  expect(provenance([origin])).toBe('2026-11-28, commit abc1234, 2 cores, 24 GiB');
  const earlier = { ...origin, at: '2026-11-27T01:00:00Z' };
  expect(provenance([origin, earlier, origin])).toBe(
    '2026-11-27 to 2026-11-28, commit abc1234, 2 cores, 24 GiB',
  );
  const elsewhere = { ...origin, machine: '8 cores, 16 GiB' };
  expect(provenance([origin, elsewhere])).toBe(
    '2026-11-28, commit abc1234, 2 cores, 24 GiB; and 8 cores, 16 GiB',
  );
  expect(machine('156.0.1')).toMatch(/^\d+ cores.*, \d+ GiB, Node \d+\.\d+\.\d+, Chromium 156\.0\.1$/);
});
