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

type Module = {
  readonly message: string;
  readonly mayNot: readonly string[];
  readonly may: readonly string[];
};

const everyRoom = [
  'storage',
  'sync',
  'photo',
  'finder',
  'device',
  'map',
  'ui',
  'server',
  'sw',
  'demo',
  'tests',
].map((it) => `#${it}/x.ts`);
const allBut = (...allowed: readonly string[]) => everyRoom.filter((it) => !allowed.includes(it));
/** Imports that leave a module without naming another. */
const escapes = [
  '../x.ts',
  '../../domain/base/result.ts',
  './../x.ts',
  './a/../../x.ts',
  '#domain/../src/x.ts',
  '/etc/x.ts',
];
const pagePackages = ['solid-js', 'lucide-solid', 'leaflet', 'workbox-window'];
const serverPackages = [
  'hono',
  '@hono/node-server',
  'kysely',
  'better-auth',
  '@photostructure/sqlite',
  'pg',
  'uqr',
  'pino',
];
const nodeItself = ['node:fs', 'fs', 'node:crypto'];

const modules: Readonly<Record<string, Module>> = {
  domain: {
    message: 'domain runs everywhere: it may import valibot and #domain only',
    mayNot: [
      ...everyRoom,
      ...escapes,
      ...pagePackages,
      ...serverPackages,
      ...nodeItself,
      'dexie',
      'comlink',
      'exifreader',
    ],
    may: ['valibot', '#domain/base/result.ts', './x.ts', './base/x.ts'],
  },
  'domain/ledger': {
    message: 'the ledger knows no kind: kinds are registered in domain/subjects.ts',
    mayNot: [
      '#domain/case/x.ts',
      '#domain/correction/x.ts',
      '#domain/protocol/x.ts',
      '#domain/subjects.ts',
      '#domain/parse-event.ts',
      '#domain/read-subject.ts',
      '#server/x.ts',
      'dexie',
    ],
    may: ['valibot', '#domain/base/result.ts', '#domain/people/x.ts', '#domain/reference/x.ts', './x.ts'],
  },
  'src/storage': {
    message: 'storage may import domain only',
    mayNot: [
      ...allBut('#storage/x.ts'),
      ...escapes,
      ...pagePackages,
      ...serverPackages,
      ...nodeItself,
      'comlink',
    ],
    may: ['dexie', '#domain/base/result.ts', '#storage/x.ts', './x.ts'],
  },
  'src/sync': {
    message: 'sync may import domain and storage only',
    mayNot: [
      ...allBut('#storage/x.ts', '#sync/x.ts'),
      ...escapes,
      ...pagePackages,
      ...serverPackages,
      ...nodeItself,
      'dexie',
      'comlink',
    ],
    may: ['#domain/base/result.ts', '#storage/x.ts', '#sync/x.ts', './x.ts'],
  },
  'src/photo': {
    message: 'photo may import domain only',
    mayNot: [
      ...allBut('#photo/x.ts'),
      ...escapes,
      ...pagePackages,
      ...serverPackages,
      ...nodeItself,
      'dexie',
    ],
    may: ['comlink', 'exifreader', '#domain/base/result.ts', '#photo/x.ts', './x.ts'],
  },
  'src/finder': {
    message: 'finder may import domain and storage only',
    mayNot: [
      ...allBut('#storage/x.ts', '#finder/x.ts'),
      ...escapes,
      ...pagePackages,
      ...serverPackages,
      ...nodeItself,
    ],
    may: [
      'comlink',
      'dexie',
      'supercluster',
      '#domain/base/result.ts',
      '#storage/x.ts',
      '#finder/x.ts',
      './x.ts',
    ],
  },
  'src/device': {
    message: 'device may import domain only',
    mayNot: [
      ...allBut('#device/x.ts'),
      ...escapes,
      ...pagePackages,
      ...serverPackages,
      ...nodeItself,
      'dexie',
      'comlink',
    ],
    may: ['#domain/base/result.ts', '#device/x.ts', './x.ts'],
  },
  'src/map': {
    message: 'map may import domain only',
    mayNot: [
      ...allBut('#map/x.ts'),
      ...escapes,
      ...serverPackages,
      ...nodeItself,
      'solid-js',
      'dexie',
      'comlink',
    ],
    may: ['leaflet', 'leaflet/dist/leaflet.css', '#domain/base/result.ts', '#map/x.ts', './x.ts'],
  },
  'src/ui': {
    message: 'signals stop at ui/state: only it may import storage and sync',
    mayNot: [
      '#storage/x.ts',
      '#sync/x.ts',
      '#finder/x.ts',
      '#server/x.ts',
      '#sw/x.ts',
      '#tests/x.ts',
      ...escapes,
      ...serverPackages,
      ...nodeItself,
      'dexie',
      'comlink',
      'leaflet',
      'workbox-window',
    ],
    may: [
      'solid-js',
      'solid-js/web',
      'solid-js/store',
      'lucide-solid',
      '#domain/base/result.ts',
      '#photo/x.ts',
      '#device/x.ts',
      '#map/x.ts',
      '#ui/x.ts',
      '#ui/state/x.ts',
      './x.ts',
    ],
  },
  'src/ui/screens': {
    message: 'signals stop at ui/state: only it may import storage and sync',
    mayNot: ['#storage/x.ts', '#sync/x.ts', '#server/x.ts', '../state/x.ts', 'dexie'],
    may: ['solid-js', '#ui/state/x.ts', './x.ts'],
  },
  'src/ui/state': {
    message: 'ui/state bridges storage and sync to signals; it knows no screen',
    mayNot: [
      '#ui/screens/x.ts',
      '#ui/parts/x.ts',
      '#map/x.ts',
      '#server/x.ts',
      '#sw/x.ts',
      '#tests/x.ts',
      ...escapes,
      ...serverPackages,
      ...nodeItself,
      'lucide-solid',
      'leaflet',
    ],
    may: [
      'solid-js',
      'dexie',
      'comlink',
      'workbox-window',
      '#domain/base/result.ts',
      '#storage/x.ts',
      '#sync/x.ts',
      '#finder/x.ts',
      '#photo/x.ts',
      '#device/x.ts',
      '#ui/state/x.ts',
      './x.ts',
    ],
  },
  sw: {
    message: 'the service worker may import sync and storage only',
    mayNot: [
      '#domain/base/result.ts',
      ...allBut('#storage/x.ts', '#sync/x.ts', '#sw/x.ts'),
      ...escapes,
      ...serverPackages,
      ...nodeItself,
      'solid-js',
      'dexie',
      'comlink',
    ],
    may: ['workbox-precaching', 'workbox-routing', '#storage/x.ts', '#sync/x.ts', '#sw/x.ts', './x.ts'],
  },
  server: {
    message: 'the server may import domain only',
    mayNot: [
      ...allBut('#server/x.ts'),
      ...escapes,
      ...pagePackages,
      '@napi-rs/canvas',
      'dexie',
      'comlink',
      'fs',
    ],
    may: [
      'node:fs',
      'node:fs/promises',
      ...serverPackages,
      'hono/cookie',
      '#domain/base/result.ts',
      '#server/x.ts',
      './x.ts',
    ],
  },
  'server/ledger': {
    message: 'server/ledger may import no other room of the server but store',
    mayNot: [
      '#server/auth/x.ts',
      '#server/photos/x.ts',
      '#server/intake/x.ts',
      '#server/http/x.ts',
      '#demo/x.ts',
    ],
    may: ['node:fs', 'kysely', '#domain/base/result.ts', '#server/store/x.ts', '#server/log.ts', './x.ts'],
  },
  'server/photos': {
    message: 'server/photos may import ledger and store only',
    mayNot: ['#server/auth/x.ts', '#server/intake/x.ts', '#server/http/x.ts', '#demo/x.ts'],
    may: ['node:fs', 'kysely', '#server/ledger/x.ts', '#server/store/x.ts', './x.ts'],
  },
  'server/auth': {
    message: 'server/auth may import ledger and store only',
    mayNot: ['#server/photos/x.ts', '#server/intake/x.ts', '#server/http/x.ts', '#demo/x.ts'],
    may: ['better-auth', 'hono/utils/cookie', '#server/ledger/x.ts', '#server/store/x.ts', './x.ts'],
  },
  'server/intake': {
    message: 'server/intake may import ledger, photos, auth and store only',
    mayNot: ['#server/http/x.ts', '#server/backup/x.ts', '#demo/x.ts'],
    may: ['#server/ledger/x.ts', '#server/photos/x.ts', '#server/auth/x.ts', '#server/store/x.ts', './x.ts'],
  },
  demo: {
    message: 'the demo may import domain and server only',
    mayNot: [
      ...allBut('#server/x.ts', '#demo/x.ts'),
      ...escapes,
      ...pagePackages,
      ...serverPackages,
      'dexie',
      'fs',
    ],
    may: ['node:fs', '@napi-rs/canvas', '#domain/base/result.ts', '#server/x.ts', '#demo/x.ts', './x.ts'],
  },
};

/** A file with imports, one per line, in every syntactic form. */
const forms = [
  (it: string) => `import { a } from '${it}';\nexport const b = a;`,
  (it: string) => `import type { A } from '${it}';\nexport type B = A;`,
  (it: string) => `export * from '${it}';`,
  (it: string) => `import '${it}';`,
  (it: string) => `export const lazy = () => import('${it}');`,
];

const domainGlobals: Readonly<Record<string, string>> = {
  Date: 'export const now = () => Date.now();',
  'Math.random': 'export const chance = () => Math.random();',
  fetch: "export const call = () => fetch('/x');",
  crypto: 'export const id = () => crypto.randomUUID();',
  setTimeout: 'export const later = () => setTimeout(() => {}, 1);',
  setInterval: 'export const often = () => setInterval(() => {}, 1);',
  performance: 'export const mark = () => performance.now();',
  process: 'export const env = () => process.env;',
  Buffer: "export const bytes = () => Buffer.from('x');",
  window: 'export const page = () => window.name;',
  document: 'export const title = () => document.title;',
  navigator: 'export const agent = () => navigator.userAgent;',
  indexedDB: "export const base = () => indexedDB.open('x');",
  localStorage: "export const stored = () => localStorage.getItem('x');",
  globalThis: 'export const around = () => globalThis.Date;',
};

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
  await plants.claim([...Object.keys(modules), 'domain']);
  for (const [module, { mayNot, may }] of Object.entries(modules)) {
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

describe.each(Object.entries(modules))('%s', (module, { message, mayNot, may }) => {
  test.each(mayNot.map((specifier, i) => [specifier, i] as const))('may not import %s', (specifier, i) => {
    for (const form of i === 0 ? forms.keys() : [i % forms.length]) {
      const faults = faultsOf(planted.get(key(module, form, specifier)));
      const violation = faults.find((it) => it.code === 'eslint(no-restricted-imports)');
      expect(violation, forms[form]!(specifier)).toMatchObject({ help: message });
    }
  });

  test.each(may)('may import %s', (specifier) => {
    const faults = faultsOf(planted.get(key(module, -1, specifier)));
    expect(faults.filter((it) => it.code.includes('restricted'))).toEqual([]);
  });
});

describe('domain, no clock, randomness or IO', () => {
  test.each(Object.keys(domainGlobals))('%s', (name) => {
    const faults = faultsOf(planted.get(name)).filter((it) => it.code.includes('restricted'));
    expect(faults.map((it) => `${it.message} ${it.help}`).join()).toMatch(
      /domain has no .*: take it as an argument/,
    );
    expect(faults.map((it) => it.message).join()).toContain(`'${name}'`);
  });
});

const sources = (folder: string): readonly string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/planted-by-a-test-|node_modules/.test(name))
    .map((name) => `${folder}/${name}`);

test('the lint → reads every source file', () => {
  const known = ['domain', 'src', 'sw', 'server', 'tests'].flatMap(sources);
  expect(known.length).toBeGreaterThan(100);
  expect(filesRead).toBeGreaterThanOrEqual(known.length + planted.size);
});

test('a module → no lint configuration of its own', () => {
  const files = ['domain', 'src', 'sw', 'server', 'tests'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }),
  );
  const ours = files.filter((name) => !name.includes('node_modules'));
  expect(ours.filter((name) => /oxlintrc|oxlint\.config|eslint/.test(name))).toEqual([]);
});
