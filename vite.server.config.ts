import { defineConfig } from 'vite';

/**
 * The server beside the built app; packages stay in node_modules. The thread of an import is an entry of its own. All files
 * are in one folder, so that whatever chunk starts the thread finds it.
 */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/server',
    emptyOutDir: true,
    rolldownOptions: {
      input: { main: 'server/main.ts', 'import-worker': 'server/office/imports/import-worker.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
