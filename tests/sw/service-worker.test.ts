import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoPassword } from '#demo/community.ts';
import { takePhoto } from '#tests/support/clients/device.ts';
import type { FieldPage } from './field-page.ts';
import { openFieldPhone, type FieldPhone } from './open-field-phone.ts';

declare const fieldPage: FieldPage;

let field: FieldPhone;
let page: Page;
beforeAll(async () => {
  field = await openFieldPhone();
  ({ page } = field);
}, 120_000);
afterAll(() => field?.end());

const offline = (isOffline: boolean) => (page.context() as BrowserContext).setOffline(isOffline);

const saveReport = async () => {
  const { bytes, thumbnail, manifest } = takePhoto(20_000);
  const photo = { manifest: { ...manifest }, data: [[...bytes], [...thumbnail]] };
  await page.evaluate((it) => fieldPage.save(it), photo);
};

const left = () => page.evaluate(() => fieldPage.left());

test('shell, no link after the first visit → app and deep links start; API requests fail', async () => {
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

test('API request → bypasses the worker', async () => {
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

test('sync event, no page syncs → sends everything of the signed-in person', async () => {
  const signedIn = await page.evaluate((password) => fieldPage.signIn('wang', password), demoPassword);
  expect(signedIn).not.toBe('wrongCredentials');
  await saveReport();
  await saveReport();
  expect(await left()).toMatchObject({ events: 2, photos: 2 });
  await field.fireSync();
  await expect.poll(left, { timeout: 15_000 }).toEqual({
    events: 0,
    thumbnails: 0,
    thumbnailBytes: 0,
    photos: 0,
    photoBytes: 0,
    unconfirmed: 0,
    lost: 0,
    lostBytes: 0,
    states: ['confirmed', 'confirmed'],
    verdicts: ['applied', 'applied'],
  });
});

test('new version → waits until the person accepts it, but not for a background sync of the old one', async () => {
  await offline(false);
  await page.evaluate(() => fieldPage.seemsToSync());
  await saveReport();
  await field.fireSync();
  await expect.poll(() => page.evaluate(() => fieldPage.inLine()), { timeout: 10_000 }).toBe(1);
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
