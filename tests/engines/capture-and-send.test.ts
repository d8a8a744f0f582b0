/**
 * The journey that every browser engine must pass: a report with photos, saved without a link, is there after a restart and
 * arrives complete. Capture → save → restart → send.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFailed, onTestFinished, test } from 'vitest';
import { Product } from '#tests/support/servers/product.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { demoAccount } from '#tests/support/clients/sign-in.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import type { EnginePage } from './engine.ts';
import { firefox } from './firefox.ts';
import { webkit } from './webkit.ts';

const PHOTOS = 2;
const WAIT = 60_000;

/** Acts and readings of a person, as functions that run in the page. */
const sees = (page: EnginePage, words: string) =>
  page.run((it) => document.body.innerText.includes(it), words);
const waitsFor = (page: EnginePage, words: string) =>
  eventually(
    () => sees(page, words),
    (it) => it,
    WAIT,
  );
const fills = (page: EnginePage, label: string, value: string) =>
  page.run(
    (it) => {
      const named = [...document.querySelectorAll('label')].find((one) =>
        one.innerText.trim().startsWith(it.label),
      );
      const field = (named?.control ??
        document.querySelector(`[aria-label="${it.label}"]`)) as HTMLInputElement;
      field.value = it.value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    },
    { label, value },
  );
const taps = (page: EnginePage, words: string) =>
  eventually(
    () =>
      page.run((it) => {
        const named = [...document.querySelectorAll<HTMLElement>('button, a, label')].find((one) =>
          new RegExp(it).test(one.innerText || one.getAttribute('aria-label') || ''),
        );
        named?.click();
        return named !== undefined;
      }, words),
    (it) => it,
    WAIT,
  );
/** An engine that ignores the Chinese of the system starts in English. */
const speaksChinese = (page: EnginePage) =>
  eventually(
    () =>
      page.run(() => {
        const offered = [...document.querySelectorAll('button')].find((it) => it.innerText.trim() === '中文');
        offered?.click();
        return document.body.innerText.includes('登录');
      }, null),
    (it) => it,
    WAIT,
  );
/** Draws the photo in the page, since a message of the inspector is too small for one. */
const picks = (page: EnginePage, count: number) =>
  page.run(async (wanted) => {
    const input = document.querySelector<HTMLInputElement>('input[type=file][multiple]')!;
    const chosen = new DataTransfer();
    for (let seed = 0; seed < wanted; seed++) {
      const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1800 });
      const pen = canvas.getContext('2d')!;
      for (let i = 0; i < 800; i++) {
        pen.fillStyle = `hsl(${(i * 47 + seed * 90) % 360} 45% 50%)`;
        pen.fillRect((i * 131 * (seed + 1)) % 2400, (i * 197) % 1800, 160, 90);
      }
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
      chosen.items.add(new File([blob!], `photo-${seed}.jpg`, { type: 'image/jpeg' }));
    }
    input.files = chosen.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, count);
const countsPhotos = (page: EnginePage) =>
  page.run(() => document.querySelectorAll('img[alt^="照片 "]').length, null);

describe.each([firefox, webkit])('$name', (engine) => {
  const missing = engine.missing();
  const title = `capture, save, restart, send${missing ? ` (not here: install ${missing})` : ''}`;
  test.skipIf(missing !== null)(title, { timeout: 300_000 }, async () => {
    const profile = await mkdtemp(join(tmpdir(), 'grid-engine-'));
    const link = await ShapingProxy.open(0);
    const product = await Product.start({ env: { TRUSTED_ORIGINS: link.url } });
    link.pointAt(product.port);
    let page: EnginePage | null = await engine.open(profile);
    onTestFailed(async () => {
      const seen = () => `${location.href}\n${document.body.innerText.slice(0, 600)}`;
      console.log(await page?.run(seen, null).catch(String));
    });
    onTestFinished(async () => {
      await page?.close();
      await link.close();
      await product.stop();
      await product.removeData();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    });

    await page.goto(`${link.url}/`);
    await speaksChinese(page);
    const account = demoAccount(product.output, 'patroller');
    await fills(page, '用户名', account.username);
    await fills(page, '密码', account.password);
    await taps(page, '^登录$');
    await waitsFor(page, '拍照上报');
    await page.run(async () => void (await navigator.serviceWorker?.ready), null);

    link.goOffline();
    await taps(page, '拍照上报');
    await eventually(
      () => page!.run(() => document.querySelector('input[type=file][multiple]') !== null, null),
      (it) => it,
      WAIT,
    );
    await picks(page, PHOTOS);
    await eventually(
      () => countsPhotos(page!),
      (count) => count === PHOTOS,
      WAIT,
    );
    await taps(page, '^电动车$');
    await taps(page, '^楼道充电');
    await fills(page, '楼栋', '3 幢');
    await taps(page, '保存.*下一件');
    await eventually(
      () => countsPhotos(page!),
      (count) => count === 0,
      WAIT,
    );

    await page.close();
    page = null;
    page = await engine.open(profile);
    await page.goto(`${link.url}/reports`);
    await waitsFor(page, '已存本机');
    expect(await storedPhotos(product.dataDir)).toHaveProperty('size', 0);

    link.goOnline();
    await page.goto(`${link.url}/reports`);
    await waitsFor(page, '已齐全');
    const stored = await storedPhotos(product.dataDir);
    expect(stored.size).toBe(PHOTOS * 2);
  });
});
