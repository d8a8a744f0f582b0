/**
 * From an empty server to the first report: the first admin, the first person, the first enrolled phone, its first report
 * at the desk. It uses the interface only.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Admin } from '#tests/support/people/admin.ts';
import { photoFiles } from '#tests/support/data/photos.ts';
import { deskSize } from '#tests/support/link/phone-behind-link.ts';
import { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { hangingCable, Patroller } from '#tests/support/people/patroller.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { joinMessages } from '#ui/i18n/join.ts';
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

test('an empty server, the first admin enrols a phone by a code → its report is at the desk', async () => {
  onTestFailed(async () => {
    await desk.picture('first-office-desk');
    await phone.picture('first-office-phone');
  });
  const admin = new Admin(desk);
  const code = /first admin with the code (\w+)/.exec(product.output)?.[1] ?? '';
  await admin.becomesTheFirst(code, '330199');
  await admin.opensTheAdminDesk();
  await admin.opensSection('people');
  await admin.addsPerson('王强', '13700000001');
  const enrolment = await admin.makesACode();
  expect(enrolment).toMatch(/^\w{4}-\w{4}$/);

  const patroller = new Patroller(phone, link);
  await phone.start();
  await phone.page.goto(`/join#${enrolment.replace('-', '')}`);
  await phone.page.getByText('王强').waitFor();
  await phone.page.getByLabel(joinMessages().username).fill('WANG.qiang');
  await phone.page.getByLabel(joinMessages().password).fill('another password');
  await phone.page.getByRole('button', { name: joinMessages().confirm }).click();
  await patroller.seesTheHome();

  const [photo = ''] = await photoFiles(1, phone.page, folder);
  await patroller.beginsAReport();
  await patroller.fillsIn(hangingCable);
  await patroller.picks(photo);
  await patroller.savesAndGoesOn();

  await desk.page.goto('/desk');
  await desk.page.getByRole('list', { name: deskMessages.list }).getByText('飞线充电').waitFor();
});
