import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Patroller, type Words } from '#tests/support/patroller.ts';
import { Phone } from '#tests/support/phone.ts';
import { photoFiles } from '#tests/support/photos.ts';
import { Product } from '#tests/support/product.ts';
import { ShapingProxy } from '#tests/support/shaping-proxy.ts';
import { demoAccount } from '#tests/support/sign-in.ts';

const half: Words = {
  family: '瓶装燃气',
  kind: '软管超长',
  building: '7 幢',
  unit: '3 单元',
  floor: '',
  spot: '厨房',
  description: '软管穿墙,写到一半',
};

let product: Product;
let link: ShapingProxy;
let phone: Phone;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grid-journey-'));
  link = await ShapingProxy.open(0);
  product = await Product.start({ env: { TRUSTED_ORIGINS: link.url } });
  link.pointAt(product.port);
  phone = await Phone.unpack({ url: link.url });
});

afterAll(async () => {
  await phone?.scrap();
  await link?.close();
  await product?.stop();
  await product?.removeData();
  await rm(folder, { recursive: true, force: true });
});

test('half a report with a photo is there again after the browser is killed', async () => {
  onTestFailed(() => phone.picture('draft-survives-kill'));
  const patroller = new Patroller(phone, link);
  await patroller.opensTheApp();
  const [photo] = await photoFiles(1, phone.page, folder);
  await patroller.signsIn(demoAccount(product.output, 'patroller'));
  await patroller.waitsUntilTheAppIsInstalled();
  patroller.goesOffline();

  await patroller.beginsAReport();
  expect(await patroller.picks(photo!)).toBe('accepted');
  await patroller.fillsIn(half);
  await patroller.seesTheDraftSaved();
  await phone.kill();

  await patroller.opensTheApp();
  await patroller.isBackInTheReport();
  expect(await patroller.readsTheForm()).toEqual(half);
  expect(await patroller.photoCount()).toBe(1);
  await patroller.savesAndGoesOn();
  await patroller.opensMyReports();
  expect(await patroller.seesTrust()).toEqual(['已存本机']);
});
