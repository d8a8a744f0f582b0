import { defineConfig } from 'vite';

/** The server as one file beside the built app; packages stay in node_modules. */
export default defineConfig({
  publicDir: false,
  build: { ssr: 'server/main.ts', target: 'node20', outDir: 'dist/server', emptyOutDir: true },
});
