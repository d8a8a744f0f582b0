import { join } from 'node:path';
import { build } from 'vite';
import { makeFolder } from '#tests/support/servers/test-server.ts';

const root = join(import.meta.dirname, '../../../..');

/** Builds a script for a page into one file, like the scripts of the product. Returns its folder. */
export const buildPageScript = async (entry: string, outDir?: string): Promise<string> => {
  const folder = outDir ?? (await makeFolder());
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    resolve: { alias: { dexie: 'dexie/dist/modern/dexie.mjs' } },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      copyPublicDir: false,
      modulePreload: false,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        input: entry,
        output: { format: 'iife', codeSplitting: false, entryFileNames: '[name].js' },
      },
    },
  });
  return folder;
};
