/** A phone with the smallest page and the real service worker, connected to a real server in the test's process. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { fireSync } from '#tests/support/people/fire-sync.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { plantBug } from '#tests/support/run/plant-bug.ts';
import { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

const root = join(import.meta.dirname, '..', '..');
const shellPage = '<!doctype html><title>shell</title><script src="/field-page.js"></script>';
const precache = ['/index.html', '/field-page.js'].map((url) => ({ url, revision: '1' }));

/** One output file each, as in the product's build of the worker. */
const bundle = (entry: string, name: string, outDir: string) =>
  build({
    configFile: false,
    plugins: [plantBug()],
    root,
    publicDir: false,
    logLevel: 'silent',
    define: { 'self.__WB_MANIFEST': JSON.stringify(precache) },
    build: {
      outDir,
      emptyOutDir: false,
      rollupOptions: { input: join(root, entry), output: { format: 'iife', entryFileNames: name } },
    },
  });

export type FieldPhone = {
  readonly server: TestServer;
  readonly link: ShapingProxy;
  readonly phone: Phone;
  readonly page: Page;
  /** Fires the sync event, as the browser does when the link is back. */
  fireSync(): Promise<void>;
  end(): Promise<void>;
};

export const openFieldPhone = async (): Promise<FieldPhone> => {
  const appDir = await makeFolder();
  await bundle('sw/sw.ts', 'sw.js', appDir);
  await bundle('sw/sw.ts', 'sw-next.js', appDir);
  await bundle('tests/sw/field-page.ts', 'field-page.js', appDir);
  await writeFile(join(appDir, 'index.html'), shellPage);
  const link = await ShapingProxy.open(0);
  const server = await startTestServer({ appDir, trustedOrigins: [link.url] });
  link.pointAt(server.port);
  const phone = await Phone.unpack({ url: link.url });
  const page = await phone.start();
  // A context with an explicit permission list has no other permissions.
  await page.context().grantPermissions(['background-sync']);
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.register('/sw.js'));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  return {
    server,
    link,
    phone,
    page,
    fireSync: () => fireSync(page),
    end: async () => {
      await phone.scrap();
      await link.close();
      await server.end();
      await rm(appDir, { recursive: true, force: true });
    },
  };
};
