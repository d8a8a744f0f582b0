import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import solid from 'vite-plugin-solid';
import { VitePWA } from 'vite-plugin-pwa';

/** The server that answers `/api` while developing (`npm run dev`). */
const api = { target: 'http://127.0.0.1:8788', changeOrigin: false };

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/**
 * Two files of the patrol home: the code to begin a report, then the code that shows the data of this phone. One file of
 * the sign-in, because each further file would be another round trip of a first visit.
 */
const groups = [
  { name: 'shell', test: /\/src\/main\.tsx$/, priority: 2 },
  { name: 'home', test: /\/src\/ui\/(screens\/TodayBody\.tsx|state\/person\/person-data\.ts)$/, priority: 1 },
  { name: 'sign-in-screen', test: /\/src\/ui\/screens\/SignIn\.tsx$/, priority: 0 },
];

/** The licence of the HEIC decoder, LGPL, goes with its file. */
const licences: Plugin = {
  name: 'licences',
  generateBundle() {
    const source = readFileSync(new URL('node_modules/libheif-js/libheif-wasm/LICENSE', import.meta.url));
    this.emitFile({ type: 'asset', fileName: 'licences/libheif.txt', source });
  },
};

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [
    solid(),
    licences,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'sw',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: {
        name: '巡格 Grid Patrol',
        short_name: '巡格',
        description: '网格巡查：无信号也能上报，照片一张不丢',
        lang: 'zh-CN',
        start_url: '/',
        scope: '/',
        id: '/',
        display: 'standalone',
        background_color: '#f4f3ee',
        theme_color: '#0b6b64',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      // The plugin adds the web manifest to the precache by itself.
      // Not .mjs: the HEIC decoder, which the page loads and stores when it is needed.
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png}'] },
    }),
  ],
  // Dexie's default entry is ES5 in a UMD wrapper; every import of it has to mean the same one.
  resolve: { alias: { dexie: 'dexie/dist/modern/dexie.mjs' } },
  // The first download contains the names of styles and files: short names make it smaller.
  css: { modules: { generateScopedName: '[hash:base64:4]' } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist/app',
    // The preload lists of all screens would be part of the first download. The service worker fetches all files anyway.
    // The sign-in has one: without it the script waits for the styles.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (file, files) => (file.includes('/sign-in-screen-') ? files : []),
    },
    rolldownOptions: {
      output: { codeSplitting: { groups }, chunkFileNames: 'assets/[name]-[hash:7].js' },
    },
  },
  server: { proxy: { '/api': api } },
});
