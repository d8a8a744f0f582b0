import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoPassword } from '#server/demo/community.ts';
import { takePhoto } from '#tests/support/device.ts';
import { fireSync } from '#tests/support/fire-sync.ts';
import { Phone } from '#tests/support/phone.ts';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/test-server.ts';
import type { FieldPage } from './field-page.ts';

declare const fieldPage: FieldPage;

const root = join(import.meta.dirname, '..', '..');
const shellPage = '<!doctype html><title>shell</title><script src="/field-page.js"></script>';
const precache = ['/index.html', '/field-page.js'].map((url) => ({ url, revision: '1' }));

/** One file each, as the product's build makes the worker. */
const bundle = (entry: string, name: string, outDir: string) =>
  build({
    configFile: false,
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

let server: TestServer;
let phone: Phone;
let page: Page;
let appDir: string;

beforeAll(async () => {
  appDir = await makeFolder();
  await bundle('sw/sw.ts', 'sw.js', appDir);
  await bundle('sw/sw.ts', 'sw-next.js', appDir);
  await bundle('tests/sw/field-page.ts', 'field-page.js', appDir);
  await writeFile(join(appDir, 'index.html'), shellPage);
  server = await startTestServer({ appDir });
  phone = await Phone.unpack({ url: server.url });
  page = await phone.start();
  // A context with permissions of its own has no others.
  await page.context().grantPermissions(['background-sync']);
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.register('/sw.js'));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}, 120_000);

afterAll(async () => {
  await phone?.scrap();
  await server?.end();
  await rm(appDir, { recursive: true, force: true });
});

const offline = (isOffline: boolean) => (page.context() as BrowserContext).setOffline(isOffline);

const saveReport = async () => {
  const { bytes, thumbnail, manifest } = takePhoto(20_000);
  const photo = { manifest: { ...manifest }, data: [[...bytes], [...thumbnail]] };
  await page.evaluate((it) => fieldPage.save(it), photo);
};

const left = () => page.evaluate(() => fieldPage.left());

test('after the first visit the app and its deep links start without a link; the API is never answered for', async () => {
  await offline(true);
  await page.goto('/reports/some-case');
  expect(await page.title()).toBe('shell');
  const api = await page.evaluate(() =>
    fetch('/api/session').then(
      () => 'answered',
      () => 'failed',
    ),
  );
  expect(api).toBe('failed');
  await offline(false);
});

test('a request of the API goes past the worker', async () => {
  const sources = await page.evaluate(async () => {
    const sourceOf = async (path: string) => {
      await (await fetch(path)).arrayBuffer();
      const entry = performance.getEntriesByName(new URL(path, location.href).href).at(-1)!;
      return (entry.toJSON() as { readonly workerFinalSourceType: string }).workerFinalSourceType;
    };
    return { api: await sourceOf('/api/session'), shell: await sourceOf('/index.html') };
  });
  expect(sources).toEqual({ api: 'network', shell: '' });
});

test('a sync event sends everything of whoever is signed in, with no page running an engine', async () => {
  const signedIn = await page.evaluate((password) => fieldPage.signIn('wang', password), demoPassword);
  expect(signedIn).not.toBe('wrongCredentials');
  await saveReport();
  await saveReport();
  expect(await left()).toMatchObject({ events: 2, photos: 2 });
  await fireSync(page);
  await expect.poll(left, { timeout: 15_000 }).toEqual({
    events: 0,
    thumbnails: 0,
    thumbnailBytes: 0,
    photos: 0,
    photoBytes: 0,
    lostBytes: 0,
    states: ['confirmed', 'confirmed'],
    verdicts: ['applied', 'applied'],
  });
});

test('a report saved without a link is sent when the link is back, the page closed meanwhile', async () => {
  await offline(true);
  await saveReport();
  expect(await page.evaluate(() => fieldPage.askSync())).toBe(true);
  await page.goto('about:blank');
  await offline(false);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await page.goto('/');
  await expect.poll(left, { timeout: 15_000 }).toMatchObject({ events: 0, photos: 0 });
});

test('a new version waits until the person lets it in', async () => {
  await offline(false);
  const { waiting, taken } = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register('/sw-next.js');
    const next = registration.installing ?? registration.waiting;
    await new Promise<void>((resolve) => {
      if (next?.state === 'installed') resolve();
      next?.addEventListener('statechange', () => resolve());
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const waiting = registration.waiting?.scriptURL ?? null;
    const changed = new Promise<string>((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', () =>
        resolve(navigator.serviceWorker.controller?.scriptURL ?? ''),
      ),
    );
    registration.waiting?.postMessage({ type: 'SKIP_WAITING' });
    return { waiting, taken: await changed };
  });
  expect(waiting).toContain('/sw-next.js');
  expect(taken).toContain('/sw-next.js');
});
