import { afterAll, beforeAll, expect, test } from 'vitest';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';

let product: Product;
let phone: Phone;
beforeAll(async () => {
  product = await Product.start();
  phone = await Phone.unpack({ url: product.url });
  await phone.start();
});
afterAll(async () => {
  await phone?.scrap();
  await product?.stop();
  await product?.removeData();
});

test('the storage cannot be opened → a message in both languages, and a link to try again', async () => {
  const { page } = phone;
  await page.addInitScript(() => {
    if (sessionStorage.getItem('storage-works') !== null) return;
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'UnknownError');
    };
  });
  await page.goto('/');
  await page.getByText('打不开这部手机上的存储').waitFor({ timeout: 10_000 });
  expect(await page.getByText('The storage of this phone cannot be opened').isVisible()).toBe(true);
  await page.evaluate(() => sessionStorage.setItem('storage-works', ''));
  await page.getByRole('link', { name: '重新载入' }).click();
  await page.getByRole('button', { name: '登录' }).waitFor({ timeout: 10_000 });
  expect(await page.getByText('打不开这部手机上的存储').isVisible()).toBe(false);
});
