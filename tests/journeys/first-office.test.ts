/**
 * From an empty server to the first report: the first admin, the county, its grids, a unit, a place with its label, the first
 * person, the first enrolled phone, its first report at the desk. It uses the interface only, and counts the clicks.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Admin } from '#tests/support/people/admin.ts';
import { writeCounty } from '#tests/support/data/a-county.ts';
import { photoFiles } from '#tests/support/data/photos.ts';
import { deskSize } from '#tests/support/link/phone-behind-link.ts';
import { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { hangingCable, Patroller } from '#tests/support/people/patroller.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { joinMessages } from '#ui/i18n/join.ts';
import { core } from '#ui/i18n/zh/core.ts';
import { desk as deskMessages } from '#ui/i18n/zh/desk.ts';

let product: Product;
let link: ShapingProxy;
let desk: Phone;
let phone: Phone;
let folder: string;
beforeAll(async () => {
  link = await ShapingProxy.open(0);
  product = await Product.start({ args: ['--no-demo'], env: { TRUSTED_ORIGINS: link.url } });
  link.pointAt(product.port);
  desk = await Phone.unpack({ url: product.url, viewport: deskSize });
  phone = await Phone.unpack({ url: link.url });
  folder = await mkdtemp(join(tmpdir(), 'grid-journey-'));
});
afterAll(async () => {
  await desk?.scrap();
  await phone?.scrap();
  await link?.close();
  await product?.stop();
  await product?.removeData();
  await rm(folder, { recursive: true, force: true });
});

/** Counts the clicks and taps of a person in every page of this browser from now on. */
const countClicks = async (of: Phone): Promise<() => number> => {
  let count = 0;
  await of.page.context().exposeBinding('countClick', () => void (count += 1));
  await of.page.context().addInitScript(() => {
    addEventListener(
      'click',
      // A click on a label clicks its field too.
      ({ isTrusted, detail }) =>
        isTrusted && detail > 0 && void (globalThis as unknown as Counting).countClick(),
      true,
    );
  });
  return () => count;
};
type Counting = { readonly countClick: () => void };

const GRIDS = 6;
/** Inside the first grid. */
const spot = { lat: 30.2015, lon: 120.1015 };

test('an empty server, the first start step by step → the first report is at the desk', async () => {
  onTestFailed(async () => {
    await desk.picture('first-office-desk');
    await phone.picture('first-office-phone');
  });
  const startedAt = performance.now();
  await writeCounty(folder, { grids: GRIDS, people: 0, places: 0 });
  const admin = new Admin(desk);
  await desk.start();
  const clicksAtDesk = await countClicks(desk);
  const code = /first admin with the code (\w+)/.exec(product.output)?.[1] ?? '';
  await admin.becomesTheFirst(code, '330199');
  await admin.namesTheCounty('运河区', '运河区网格中心');
  await admin.opensSection('grids');
  await admin.importsGrids(join(folder, 'grids.geojson'), GRIDS);
  await admin.opensSection('units');
  await admin.addsUnit('柳浪物业', '330199');
  await admin.opensSection('places');
  await admin.addsPlace('1 号车棚', spot.lat, spot.lon);
  await admin.seesItsLabel();
  await admin.opensSection('people');
  await admin.addsPerson('王强', '13700000001', '330199');
  const enrolment = await admin.makesACode();
  expect(enrolment).toMatch(/^\w{4}-\w{4}$/);

  const patroller = new Patroller(phone, link);
  await phone.start();
  const clicksOnPhone = await countClicks(phone);
  await phone.page.goto(`/join#${enrolment.replace('-', '')}`);
  await phone.page.getByText('王强').waitFor();
  await phone.page.getByText('运河区网格中心').waitFor();
  await phone.page.getByLabel(joinMessages().username).fill('WANG.qiang');
  await phone.page.getByLabel(joinMessages().password).fill('another password');
  await phone.page.getByRole('button', { name: joinMessages().confirm }).click();
  await patroller.seesTheHome();

  const [photo = ''] = await photoFiles(1, phone.page, folder);
  await patroller.beginsAReport();
  await patroller.fillsIn(hangingCable);
  await patroller.picks(photo);
  await patroller.savesAndGoesOn();

  await desk.page.getByRole('link', { name: core.nav.desk }).click();
  await desk.page.getByRole('list', { name: deskMessages.list }).getByText('飞线充电').waitFor();
  // Nothing is open any more, so the first steps have left the list.
  await desk.page.goto('/admin/first-steps');
  for (const done of ['运河区', `${GRIDS} 个网格`, '1 个责任单位，1 人', '1 个点位', '1 部手机', '1 件案件'])
    await admin.seesDone(done);
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `first start: ${clicksAtDesk()} clicks at the desk, ${clicksOnPhone()} on the phone, ${seconds} s`,
  );
  expect(clicksAtDesk()).toBeLessThan(40);
  expect(clicksOnPhone()).toBeLessThan(20);
});
