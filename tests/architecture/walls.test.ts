/**
 * Tests the import rules of every module: a forbidden import is planted, and oxlint has to reject it with the message of the
 * module, while permitted imports pass. A rule that reads no files would pass everything, so the read files are counted.
 */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Plants, projectRoot } from '#tests/support/run/planted.ts';
import { domainGlobals, moduleRules } from './module-rules.ts';

/** A file with imports, one per line, in every syntactic form. */
const forms = [
  (it: string) => `import { a } from '${it}';\nexport const b = a;`,
  (it: string) => `import type { A } from '${it}';\nexport type B = A;`,
  (it: string) => `export * from '${it}';`,
  (it: string) => `import '${it}';`,
  (it: string) => `export const lazy = () => import('${it}');`,
];

type Diagnostic = {
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  readonly filename: string;
};

const plants = new Plants();
let diagnostics: readonly Diagnostic[] = [];
let filesRead = 0;

/** Planted paths by content, so that each test finds its own. */
const planted = new Map<string, string>();
const key = (module: string, form: number, specifier: string) => `${module} ${form} ${specifier}`;

const faultsOf = (path: string | undefined) => diagnostics.filter((it) => it.filename === path);

beforeAll(async () => {
  await plants.claim(Object.keys(moduleRules));
  for (const [module, { mayNot, may }] of Object.entries(moduleRules)) {
    mayNot.forEach((specifier, i) => {
      // Every specifier in one form, and the first, a neighbouring module, in all forms.
      for (const form of i === 0 ? forms.keys() : [i % forms.length])
        planted.set(key(module, form, specifier), plants.plant(module, forms[form]!(specifier)));
    });
    for (const specifier of may)
      planted.set(key(module, -1, specifier), plants.plant(module, `export * from '${specifier}';`));
  }
  for (const [name, text] of Object.entries(domainGlobals)) planted.set(name, plants.plant('domain', text));
  const oxlint = join(projectRoot, 'node_modules/.bin/oxlint');
  try {
    const run = promisify(execFile)(oxlint, ['--format', 'json'], {
      cwd: projectRoot,
      maxBuffer: 64 * 1024 * 1024,
    });
    // It reports the planted violations and fails; only its output counts.
    const { stdout } = await run.catch((fault: { stdout: string }) => fault);
    const report = JSON.parse(stdout) as { diagnostics: Diagnostic[]; number_of_files: number };
    diagnostics = report.diagnostics;
    filesRead = report.number_of_files;
  } finally {
    plants.pull();
  }
}, 30_000);

afterAll(() => plants.pull());

describe.each(Object.entries(moduleRules))('%s', (module, { message, mayNot, may }) => {
  test.each(mayNot.map((specifier, i) => [specifier, i] as const))(
    'import of %s → rejected',
    (specifier, i) => {
      for (const form of i === 0 ? forms.keys() : [i % forms.length]) {
        const faults = faultsOf(planted.get(key(module, form, specifier)));
        const violation = faults.find((it) => it.code === 'eslint(no-restricted-imports)');
        expect(violation, forms[form]!(specifier)).toMatchObject({ help: message });
      }
    },
  );

  test.each(may)('import of %s → accepted', (specifier) => {
    const faults = faultsOf(planted.get(key(module, -1, specifier)));
    expect(faults.filter((it) => it.code.includes('restricted'))).toEqual([]);
  });
});

describe('domain has no clock, randomness or IO', () => {
  test.each(Object.keys(domainGlobals))('%s is used → rejected', (name) => {
    const faults = faultsOf(planted.get(name)).filter((it) => it.code.includes('restricted'));
    expect(faults.map((it) => `${it.message} ${it.help}`).join()).toMatch(
      /domain has no .*: take it as an argument/,
    );
    expect(faults.map((it) => it.message).join()).toContain(`'${name}'`);
  });
});

/** All folders with code of the project. */
const codeFolders = ['domain', 'src', 'sw', 'server', 'demo', 'tests'];
const sources = (folder: string): readonly string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/planted-by-a-test-|node_modules/.test(name))
    .map((name) => `${folder}/${name}`);

test('the lint → reads every source file', () => {
  const known = codeFolders.flatMap(sources);
  expect(known.length).toBeGreaterThan(100);
  expect(filesRead).toBeGreaterThanOrEqual(known.length + planted.size);
});

test('a module → no lint configuration of its own', () => {
  const files = codeFolders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }),
  );
  const ours = files.filter((name) => !name.includes('node_modules'));
  expect(ours.filter((name) => /oxlintrc|oxlint\.config|eslint/.test(name))).toEqual([]);
});
