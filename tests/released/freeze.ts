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
import { bundleExports } from './bundle-exports.ts';

const root = join(import.meta.dirname, '../..');
const git = (...args: readonly string[]): Buffer =>
  execFileSync('git', ['-C', root, ...args], { maxBuffer: 1 << 28 });

const entryOf = (tree: string): string =>
  bundleExports
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
