/**
 * One tsconfig for each runtime: an API that the runtime lacks is a type error. Each violation is planted into its module, and
 * the real project has to reject it, which also shows that the project reads the module.
 */
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Plants, projectRoot } from '#tests/support/run/planted.ts';

const uses = {
  document: 'export const planted = () => document.title;',
  window: 'export const planted = () => window.name;',
  process: 'export const planted = () => process.pid;',
  Buffer: "export const planted = () => Buffer.from('x');",
  require: "export const planted = () => require('x');",
  node: "import { readFile } from 'node:fs/promises';\nexport const planted = readFile;",
  serviceWorker: 'export const planted = (it: ServiceWorkerGlobalScope) => it.skipWaiting();',
  xhr: 'export const planted = () => new XMLHttpRequest();',
  wrong: "export const planted: number = 'text';",
  unchecked: 'export const planted = (list: number[]): number => list[0];',
  fine: 'export const planted = 1;',
} as const;
type Use = keyof typeof uses;

/** APIs that the runtime of each module lacks, by project. */
const projects: Readonly<Record<string, Readonly<Record<string, readonly Use[]>>>> = {
  'tsconfig.domain.json': {
    domain: ['document', 'window', 'process', 'Buffer', 'require', 'node', 'serviceWorker', 'xhr'],
    'domain/case': ['document', 'process'],
  },
  'tsconfig.worker.json': {
    sw: ['document', 'window', 'process', 'Buffer', 'node'],
    'src/sync': ['document', 'window', 'process', 'node'],
    'src/storage': ['document', 'window', 'process', 'node'],
    'src/photo': ['document', 'window', 'process', 'node'],
    'src/finder': ['document', 'window', 'process', 'node'],
  },
  'tsconfig.app.json': {
    'src/ui': ['process', 'Buffer', 'node', 'serviceWorker'],
    'src/ui/state': ['process', 'node'],
    'src/device': ['process', 'Buffer', 'node', 'serviceWorker'],
    'src/map': ['process', 'node'],
  },
  'tsconfig.server.json': {
    server: ['document', 'window', 'serviceWorker', 'xhr'],
    demo: ['document', 'window', 'serviceWorker', 'xhr'],
  },
};

const plants = new Plants();
const planted = new Map<string, string>();
const errorsByProject = new Map<string, string>();

beforeAll(async () => {
  await plants.claim(Object.values(projects).flatMap((modules) => Object.keys(modules)));
  for (const modules of Object.values(projects))
    for (const [module, lacking] of Object.entries(modules))
      for (const use of [...lacking, 'wrong', 'unchecked', 'fine'] as const)
        planted.set(`${module} ${use}`, plants.plant(module, uses[use]));
  const tsc = join(projectRoot, 'node_modules/.bin/tsc');
  const check = async (project: string) => {
    const run = promisify(execFile)(tsc, ['-p', project, '--noEmit', '--pretty', 'false'], {
      cwd: projectRoot,
      maxBuffer: 64 * 1024 * 1024,
    });
    const { stdout } = await run.catch((fault: { stdout: string }) => fault);
    errorsByProject.set(project, stdout);
  };
  try {
    for (const project of Object.keys(projects)) await check(project);
  } finally {
    plants.pull();
  }
}, 60_000);

afterAll(() => plants.pull());

/** Errors in the planted file, without those about projects that are not built yet. */
const errorsOf = (project: string, path: string | undefined): readonly string[] =>
  (errorsByProject.get(project) ?? '').split('\n').filter((line) => line.startsWith(`${path}(`));

describe.each(Object.entries(projects))('%s', (project, modules) => {
  const lacking = Object.entries(modules).flatMap(([module, uses]) =>
    uses.map((use) => [module, use] as const),
  );
  const all = Object.keys(modules).map((module) => [module] as const);

  test.each(lacking)('%s uses %s → type error', (module, use) => {
    expect(errorsOf(project, planted.get(`${module} ${use}`)).join('\n')).toMatch(
      /error TS(2304|2307|2580|2584|2591)/,
    );
  });

  test.each(all)('%s, a wrong type and an unchecked index → type errors; valid code → none', (module) => {
    expect(errorsOf(project, planted.get(`${module} wrong`)).join()).toContain('TS2322');
    expect(errorsOf(project, planted.get(`${module} unchecked`)).join()).toContain('TS2322');
    expect(errorsOf(project, planted.get(`${module} fine`))).toEqual([]);
  });
});

test('"tsc -b" → visits every project', () => {
  const { references } = JSON.parse(readFileSync(join(projectRoot, 'tsconfig.json'), 'utf8')) as {
    references: readonly { path: string }[];
  };
  const visited = references.map((it) => it.path.replace('./', ''));
  expect(visited.sort()).toEqual([...Object.keys(projects), 'tests/tsconfig.json'].sort());
});

test('a composition root → imported by no module', () => {
  const roots = /['"](#sw\/sw|#server\/main|(\.\/)+main|(\.\/)+sw)(\.tsx?)?['"]/;
  const importing = ['domain', 'src', 'sw', 'server', 'demo', 'tests'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/node_modules|planted-by-a-test-/.test(name))
      .map((name) => join(folder, name))
      .filter((path) => roots.test(importsIn(path))),
  );
  expect(importing).toEqual([]);
});

const importsIn = (path: string): string => {
  const lines = readFileSync(join(projectRoot, path), 'utf8').split('\n');
  return lines.filter((line) => /\bfrom\b|\bimport\b/.test(line)).join('\n');
};
