/**
 * Makes the frozen bundle of one released protocol version from a commit:
 * `npx tsx tests/released/freeze.ts 5 <commit>` writes `tests/released/v5.js`.
 * A bundle is made once, when the next version replaces it, and never edited or made again.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../..');
const git = (...args: readonly string[]): Buffer =>
  execFileSync('git', ['-C', root, ...args], { maxBuffer: 1 << 28 });

/** What the harness and the schema tests use, by the modules of today's tree. Older trees have their bundles already. */
const exported: readonly (readonly [names: string, ...modules: string[]])[] = [
  ['PROTOCOL_VERSION', 'domain/protocol/version.ts'],
  ['bodySchemas', 'domain/parse-event.ts'],
  ['envelopeSchema, signedEventSchema', 'domain/ledger/envelope.ts'],
  ['parseEvent', 'domain/parse-event.ts'],
  ['pushRequestSchema, pushAnswerSchema', 'domain/protocol/push.ts'],
  ['pullAnswerSchema', 'domain/protocol/pull.ts'],
  ['parseReference', 'domain/reference/reference.ts'],
  ['haveRequestSchema, haveAnswerSchema, thumbnailsAnswerSchema', 'domain/protocol/photos.ts'],
  ['deviceRequestSchema, deviceAnswerSchema, sessionAnswerSchema', 'domain/protocol/session.ts'],
  ['MainDb', 'src/storage/databases/main-db.ts'],
  ['SharedDb', 'src/storage/databases/shared-db.ts'],
  ['authorityOf', 'src/storage/person/authority.ts'],
  ['storeClockOffset', 'src/storage/person/sign-in.ts'],
  ['emptyForm, writeDraft, addDraftPhoto', 'src/storage/outbox/drafts.ts'],
  ['readArea, saveReport, saveCaseEvent', 'src/storage/outbox/save-report.ts'],
  ['remaining', 'src/storage/outbox/remaining.ts'],
  ['trustState, pulledTrustState', 'src/storage/outbox/trust-state.ts'],
  ['shownCase', 'src/storage/subjects/one-case.ts'],
  ['signIn', 'src/sync/online/session.ts'],
  ['createSyncEngine', 'src/sync/engine/engine.ts'],
  ['fetchTransport', 'src/sync/transport/fetch-transport.ts'],
  ['sleep', 'src/sync/engine/sleep.ts'],
];

const entryOf = (tree: string): string =>
  exported
    .map(([names, ...modules]) => {
      const module = modules.find((path) => existsSync(join(tree, path)));
      if (!module) throw new Error(`This commit has none of ${modules.join(', ')}`);
      return `export { ${names} } from './${module}';`;
    })
    .join('\n');

const freeze = async (version: string, commit: string): Promise<void> => {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), 'released-')));
  try {
    const files = git('archive', commit, 'package.json', 'domain', 'src/storage', 'src/sync');
    execFileSync('tar', ['-x', '-C', tree], { input: files });
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    writeFileSync(join(tree, 'entry.ts'), entryOf(tree));
    const [hash, date] = git('log', '-1', '--format=%H %cs', commit).toString().trim().split(' ');
    const banner = [
      `// Protocol version ${version}, from commit ${hash} of ${date}.`,
      '// Frozen: never edited; made by tests/released/freeze.ts.',
    ].join('\n');
    // The bundler names each module by its path from here.
    process.chdir(tree);
    await build({
      configFile: false,
      logLevel: 'warn',
      build: {
        outDir: import.meta.dirname,
        emptyOutDir: false,
        copyPublicDir: false,
        target: 'es2022',
        minify: false,
        lib: { entry: 'entry.ts', formats: ['es'], fileName: () => `v${version}.js` },
        rolldownOptions: {
          external: ['dexie', 'valibot'],
          output: { banner, codeSplitting: false },
        },
      },
    });
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
};

const [version, commit] = process.argv.slice(2);
if (!version || !commit) throw new Error('Usage: tsx tests/released/freeze.ts <protocol version> <commit>');
await freeze(version, commit);
