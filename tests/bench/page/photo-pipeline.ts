/**
 * Photos of 12 megapixels in the built app: the time from the choice of a file until the draft stores it, against a bare
 * decode, shrink and encode by the browser; and the memory of the page over sixty photos.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { Patroller } from '#tests/support/people/patroller.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { demoAccount } from '#tests/support/clients/sign-in.ts';
import { drawPhotos } from './draw-photos.ts';
import { summarise, type Measured } from '#tests/bench/measure.ts';

/** The most photos of one report. */
const A_REPORT = 20;
const REPORTS = 3;
const MEGABYTE = 1024 * 1024;

export type PhotoFigures = {
  readonly millis: Measured;
  readonly toBare: Measured;
  /** Memory of the page process before, and the most over sixty photos. */
  readonly restMegabytes: number;
  readonly peakMegabytes: number;
};

/** Runs in the page: the time at which each chosen photo was added to the report. */
const watchPhotos = (): void => {
  const joined: number[] = [];
  let chosenAt = 0;
  const count = () => document.querySelectorAll('img[alt^="照片 "]').length;
  addEventListener(
    'change',
    ({ target, timeStamp }) => {
      if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
      chosenAt = timeStamp;
      joined.length = 0;
    },
    { capture: true },
  );
  let seen = 0;
  new MutationObserver(() => {
    const now = count();
    for (; seen < now; seen++) joined.push(performance.now());
    seen = now;
  }).observe(document, { childList: true, subtree: true });
  Object.assign(globalThis, {
    photoMillis: () => joined.map((at, i) => at - (joined[i - 1] ?? chosenAt)),
  });
};

/** Only decodes to 1600 px and encodes: no checks, thumbnail, hash, EXIF or database. */
const bareMillis = (page: Page, file: Buffer): Promise<number> =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const blob = new Blob([bytes], { type: 'image/jpeg' });
    const from = performance.now();
    const bitmap = await createImageBitmap(blob, { resizeWidth: 1600, resizeQuality: 'high' });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
    bitmap.close();
    await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
    return performance.now() - from;
  }, file.toString('base64'));

/** Proportional memory (PSS) of the largest renderer, in megabytes; 0 without /proc. */
const openMemory = async (page: Page): Promise<() => Promise<number>> => {
  const session = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  return async () => {
    const taken = await Promise.all(
      pids.map(async (pid) => {
        const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
        return Number(/^Pss: +(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
      }),
    );
    return Math.max(0, ...taken);
  };
};

export const photoPipeline = async (): Promise<PhotoFigures> => {
  const link = await ShapingProxy.open(0);
  const product = await Product.start({ env: { TRUSTED_ORIGINS: link.url } });
  link.pointAt(product.port);
  const phone = await Phone.unpack({ url: link.url });
  const millis: number[] = [];
  const bare: number[] = [];
  try {
    const page = await phone.start();
    await page.addInitScript(watchPhotos);
    const patroller = new Patroller(phone, link);
    await page.goto('/');
    await patroller.signsIn(demoAccount(product.output, 'patroller'));
    await patroller.waitsUntilTheAppIsInstalled();
    const photos = await drawPhotos(page, A_REPORT, 4000);
    for (const path of photos) bare.push(await bareMillis(page, await readFile(path)));
    // A fresh page, without the memory that drawing used.
    await phone.close();
    await phone.start();
    const fresh = phone.page;
    await fresh.addInitScript(watchPhotos);
    patroller.goesOffline();
    await fresh.goto('/');
    await patroller.seesTheHome();
    await patroller.beginsAReport();
    const memory = await openMemory(fresh);
    const rest = await memory();
    let peak = rest;
    const over = new AbortController();
    const sampling = (async () => {
      while (!over.signal.aborted) {
        peak = Math.max(peak, await memory());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    for (let report = 0; report < REPORTS; report++) {
      await patroller.picksTogether(photos);
      millis.push(
        ...(await fresh.evaluate(() => (globalThis as unknown as { photoMillis(): number[] }).photoMillis())),
      );
      await patroller.fillsIn({
        family: 'ebike',
        kind: '楼道充电',
        building: '3 幢',
        unit: '2 单元',
        floor: `${report} 层`,
        spot: '楼梯口',
        description: '二十张照片',
      });
      await patroller.savesAndGoesOn();
    }
    over.abort();
    await sampling;
    const bareMedian = summarise(bare).median;
    return {
      millis: summarise(millis),
      toBare: summarise(millis.map((it) => it / bareMedian)),
      restMegabytes: rest / MEGABYTE,
      peakMegabytes: peak / MEGABYTE,
    };
  } finally {
    await phone.scrap();
    await link.close();
    await product.stop();
    await product.removeData();
  }
};
