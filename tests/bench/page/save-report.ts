import type { Page } from 'playwright-core';
import { Patroller } from '#tests/support/people/patroller.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { Product } from '#tests/support/servers/product.ts';
import { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { demoAccount } from '#tests/support/clients/sign-in.ts';
import { drawPhotos } from './draw-photos.ts';
import { summarise, type Measured } from '#tests/bench/measure.ts';
import { installSaveProbe } from './save-probe.ts';

const ROUNDS = 15;
const REST = 500;

export type SaveFigures = {
  readonly millis: Measured;
  /** Ratios to writing the rows alone, and to writing them with the bytes that the draft had stored before. */
  readonly toItsRows: Measured;
  readonly toAllRows: Measured;
};

const rawMillis = async (page: Page, withBytes: boolean): Promise<number> => {
  await page.evaluate((it) => window.saveProbe.offerRaw(it), withBytes);
  // As long as before the tap on Save, so that the page is idle.
  await page.waitForTimeout(REST);
  await page.click('#raw');
  const millis = await eventually(
    () => page.evaluate(() => window.saveProbe.lastRawMillis),
    (it) => it !== null,
    20_000,
  );
  return millis!;
};

/**
 * Measures from the tap on Save, with two photos already processed and hashed, to the end of the strict transaction;
 * against a tap that writes the same rows by plain IndexedDB in one strict transaction.
 */
export const saveReport = async (): Promise<SaveFigures> => {
  const link = await ShapingProxy.open(0);
  const product = await Product.start({ env: { TRUSTED_ORIGINS: link.url } });
  link.pointAt(product.port);
  const phone = await Phone.unpack({ url: link.url });
  const millis: number[] = [];
  const toItsRows: number[] = [];
  const toAllRows: number[] = [];
  try {
    const page = await phone.start();
    await page.addInitScript(installSaveProbe, '保存.*下一件');
    const patroller = new Patroller(phone, link);
    await page.goto('/');
    await patroller.signsIn(demoAccount(product.output, 'patroller'));
    await patroller.waitsUntilTheAppIsInstalled();
    const photos = await drawPhotos(page, 2 * ROUNDS, 1600);
    patroller.goesOffline();
    await patroller.beginsAReport();
    for (let round = 0; round < ROUNDS; round++) {
      await patroller.picksTogether(photos.slice(2 * round, 2 * round + 2));
      await patroller.fillsIn({
        family: 'ebike',
        kind: '楼道充电',
        building: '3 幢',
        unit: '2 单元',
        floor: `${round} 层`,
        spot: '楼梯口',
        description: `第 ${round} 次`,
      });
      await patroller.seesTheDraftSaved();
      await page.waitForTimeout(REST);
      await page.evaluate(() => void (window.saveProbe.lastSaveMillis = null));
      await patroller.savesAndGoesOn();
      const save = await eventually(
        () => page.evaluate(() => window.saveProbe.lastSaveMillis),
        (it): it is number => it !== null,
        20_000,
      );
      const itsRows = await rawMillis(page, false);
      const allRows = await rawMillis(page, true);
      millis.push(save!);
      toItsRows.push(save! / itsRows);
      toAllRows.push(save! / allRows);
    }
    return {
      millis: summarise(millis),
      toItsRows: summarise(toItsRows),
      toAllRows: summarise(toAllRows),
    };
  } finally {
    await phone.scrap();
    await link.close();
    await product.stop();
    await product.removeData();
  }
};
