/** The labels of places: printed by the admin desk as a PDF, read back, and opened on a phone without a link. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoPlaces } from '#demo/places.ts';
import { deskSize } from '#tests/support/link/phone-behind-link.ts';
import { demoAccount, signIn } from '#tests/support/clients/sign-in.ts';
import { canReadCodes, codesOnPages } from '#tests/support/page/printed-codes.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { placesMessages } from '#ui/i18n/admin/places.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { scannedPlaceMessages } from '#ui/i18n/scanned-place.ts';
import { core } from '#ui/i18n/zh/core.ts';

const run = promisify(execFile);
const ADDRESS = 'https://patrol.yunhe.example';

let product: Product;
let desk: Phone;
let phone: Phone;
let folder: string;
beforeAll(async () => {
  product = await Product.start({ isCopy: true });
  desk = await Phone.unpack({ url: product.url, viewport: deskSize });
  phone = await Phone.unpack({ url: product.url });
  folder = await mkdtemp(join(tmpdir(), 'grid-labels-'));
});
afterAll(async () => {
  await desk?.scrap();
  await phone?.scrap();
  await product?.stop();
  await product?.removeData();
  await rm(folder, { recursive: true, force: true });
});

test.skipIf(!canReadCodes)(
  '[G3b] the labels of all places as PDF (skipped without pdftoppm and zbarimg) → 24 a page, every code reads as its address',
  async () => {
    await desk.start();
    const { page } = desk;
    await page.goto('/');
    await signIn(page, demoAccount(product.output, 'admin'));
    await page.getByRole('link', { name: core.nav.admin }).waitFor();
    await page.goto('/admin/places');
    await page.getByRole('checkbox', { name: shellMessages().selectAll }).check();
    await page.getByRole('button', { name: placesMessages().labels(demoPlaces.length) }).click();
    await page.getByLabel(placesMessages().address).fill(`${ADDRESS}/`);
    const pdf = join(folder, 'labels.pdf');
    await writeFile(pdf, await page.pdf({ preferCSSPageSize: true }));
    const pages = await codesOnPages(pdf);
    expect(pages.slice(0, -1).map((codes) => codes.length)).toEqual(
      Array.from({ length: Math.floor(demoPlaces.length / 24) }, () => 24),
    );
    const expected = demoPlaces.map(({ id }) => `${ADDRESS}/p/${id}`);
    expect(pages.flat().sort()).toEqual(expected.sort());
    const { stdout } = await run('pdftotext', [pdf, '-']);
    expect(stdout).toContain(demoPlaces[0]!.name.zh);
    expect(stdout).not.toContain(placesMessages().print);
    expect(stdout).not.toContain(core.nav.admin);
  },
);

test('[G4c] the address of a label, the app on the phone, no link → the place, and a report there', async () => {
  await phone.start();
  const { page } = phone;
  const place = demoPlaces[0]!;
  await page.goto('/');
  await signIn(page, demoAccount(product.output, 'patroller'));
  await page.getByRole('link', { name: core.today.report }).waitFor();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.goto(`/p/${place.id}`);
  await page.getByRole('heading', { name: place.name.zh }).waitFor();
  await page.context().setOffline(true);
  await page.goto(`/p/${place.id}`);
  await page.getByRole('heading', { name: place.name.zh }).waitFor();
  await page.getByRole('link', { name: scannedPlaceMessages().report }).click();
  await page.getByRole('button', { name: place.name.zh, pressed: true }).waitFor();
});
