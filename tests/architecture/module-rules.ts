/** The import rules of every module, as imports that `walls.test.ts` plants. */

type ModuleRules = {
  /** The message of oxlint for a forbidden import. */
  readonly message: string;
  readonly mayNot: readonly string[];
  readonly may: readonly string[];
};

const everyModule = [
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
const allBut = (...allowed: readonly string[]) => everyModule.filter((it) => !allowed.includes(it));
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
const nodeBuiltins = ['node:fs', 'fs', 'node:crypto'];

/** By folder. `src/ui/screens` has the rules of `src/ui`, which must also apply to its subfolders. */
export const moduleRules: Readonly<Record<string, ModuleRules>> = {
  domain: {
    message: 'domain runs everywhere: it may import valibot and #domain only',
    mayNot: [
      ...everyModule,
      ...escapes,
      ...pagePackages,
      ...serverPackages,
      ...nodeBuiltins,
      'dexie',
      'comlink',
      'exifreader',
    ],
    may: ['valibot', '#domain/base/result.ts', './x.ts', './base/x.ts'],
  },
  'domain/ledger': {
    message: 'domain/ledger may import no kind: kinds are registered in domain/subjects.ts',
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
      ...nodeBuiltins,
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
      ...nodeBuiltins,
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
      ...nodeBuiltins,
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
      ...nodeBuiltins,
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
      ...nodeBuiltins,
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
      ...nodeBuiltins,
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
      ...serverPackages.filter((it) => it !== 'uqr'),
      ...nodeBuiltins,
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
      'uqr',
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
    message: 'ui/state makes signals of storage and sync; it may import no screen',
    mayNot: [
      '#ui/screens/x.ts',
      '#ui/parts/x.ts',
      '#map/x.ts',
      '#server/x.ts',
      '#sw/x.ts',
      '#tests/x.ts',
      ...escapes,
      ...serverPackages,
      ...nodeBuiltins,
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
      ...nodeBuiltins,
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
    message: 'server/ledger may import no other module of the server but store',
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

/** Code that uses a clock, randomness or IO, by the global that domain may not use. */
export const domainGlobals: Readonly<Record<string, string>> = {
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
