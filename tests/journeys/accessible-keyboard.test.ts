/**
 * The built app by the keyboard alone: it reaches every control, in order and with a visible focus ring. A dialog traps
 * the focus and restores it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { messagesIn } from '#tests/support/page/both-languages.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { photoFiles } from '#tests/support/data/photos.ts';
import { Product } from '#tests/support/servers/product.ts';
import { escape, fillsIn } from '#tests/support/docs/scenes.ts';
import { demoAccount, signIn } from '#tests/support/clients/sign-in.ts';
import { walkByTab, type TabWalk } from '#tests/support/page/tab-walk.ts';

let product: Product;
let phone: Phone;
let desk: Phone;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grid-keyboard-'));
  product = await Product.start({ args: ['--demo-days', '2'] });
  phone = await Phone.unpack({ url: product.url });
  desk = await Phone.unpack({ url: product.url, viewport: { width: 1440, height: 900 } });
  await hasReportAndDraft(await phone.start());
});

afterAll(async () => {
  await phone?.scrap();
  await desk?.scrap();
  await product?.stop();
  await product?.removeData();
  await rm(folder, { recursive: true, force: true });
});

/** Content for the walks: one sent report and one draft. */
const hasReportAndDraft = async (page: Page): Promise<void> => {
  const photos = await photoFiles(2, page, folder);
  await page.goto('/');
  await signIn(page, demoAccount(product.output, 'patroller'));
  await page.getByRole('link', { name: '拍照上报' }).click();
  await fillsIn(page, messagesIn.zh, photos);
  await page.getByRole('button', { name: /保存/ }).click();
  await page.getByText('已保存').waitFor();
  await fillsIn(page, messagesIn.zh, photos);
  await page.getByRole('link', { name: '返回首页，保留草稿' }).click();
  await page.getByText('已齐全').waitFor();
};

/** The conditions of every walk. */
const expectWhole = ({ stops, missed, twice, outOfOrder }: TabWalk, screen: string): void => {
  expect.soft({ missed, twice, outOfOrder }, screen).toEqual({ missed: [], twice: [], outOfOrder: [] });
  const unseen = stops.filter(({ isSeen }) => !isSeen).map(({ name }) => name);
  expect.soft(unseen, `${screen}: focus without a ring`).toEqual([]);
};

const focused = (page: Page) => page.locator(':focus');
const MOST_TABS = 60;

/** Presses Tab until the element has the focus. */
const tabsTo = async (page: Page, target: Locator): Promise<void> => {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let tab = 0; tab < MOST_TABS; tab++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${target}.`);
};

/** Walks through an open dialog twice: the focus stays in it and reaches all of its controls. */
const expectTrap = async (page: Page): Promise<void> => {
  const dialog = page.locator('dialog:modal');
  const controls = dialog.locator('button:not(:disabled), a[href], textarea, [role=button]');
  const count = await controls.count();
  const seen = new Set<number>();
  for (let tab = 0; tab < 2 * (count + 2); tab++) {
    await page.keyboard.press('Tab');
    // Between the last and the first control, the browser has the focus for one press.
    const isInside = await dialog.evaluate(
      (it) => it.contains(document.activeElement) || document.activeElement === document.body,
    );
    expect(isInside).toBe(true);
    seen.add(
      await controls.evaluateAll((all) => all.findIndex((element) => element === document.activeElement)),
    );
  }
  seen.delete(-1);
  expect(seen.size).toBe(count);
};

test('keyboard only, the desk → every control is reached in order, with a visible focus', async () => {
  const page = await desk.start();
  onTestFailed(() => desk.picture('accessible-keyboard-desk'));
  await page.goto('/');
  await signIn(page, demoAccount(product.output, 'reviewer'));
  await page.locator('.case-mark').first().waitFor();
  await page.keyboard.press('j');
  const dismiss = page.getByRole('button', { name: '不予立案' });
  await dismiss.waitFor();
  await page.reload();
  await dismiss.waitFor();
  await page.locator('.case-mark').first().waitFor();
  expectWhole(await walkByTab(page), 'desk');

  await tabsTo(page, dismiss);
  await page.keyboard.press('Enter');
  await expectTrap(page);
  await escape(page);
  expect(await dismiss.evaluate((it) => it === document.activeElement)).toBe(true);

  const condition = page.getByRole('button', { name: '条件', exact: true });
  await condition.focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: '筛选条件' });
  await sheet.waitFor();
  await page.keyboard.press('Tab');
  expect(await sheet.evaluate((it) => it.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  expect(await condition.evaluate((it) => it === document.activeElement)).toBe(true);
  // Escape closed the sheet only.
  await expect.poll(() => dismiss.isVisible()).toBe(true);
});

test('keyboard only, a report → saved', async () => {
  onTestFailed(() => phone.picture('accessible-keyboard-phone'));
  const { page } = phone;
  await page.goto('/');
  await page.getByRole('article').first().waitFor();
  expectWhole(await walkByTab(page), 'home');
  await page.reload();
  await tabsTo(page, page.getByRole('link', { name: /继续未完成的上报/ }));
  await page.keyboard.press('Enter');
  // The heading has the focus, so screen readers announce it.
  await expect.poll(() => focused(page).innerText()).toBe('上报隐患');
  await page.getByAltText('照片 2').waitFor();
  await page.reload();
  await page.getByAltText('照片 2').waitFor();
  await page.getByRole('button', { name: '拍照' }).waitFor();
  expectWhole(await walkByTab(page), 'capture');

  await page.reload();
  await page.getByAltText('照片 2').waitFor();
  const map = page.getByRole('button', { name: '地图', exact: true });
  await tabsTo(page, map);
  await page.keyboard.press('Enter');
  await page.locator('.pin-map-pin').waitFor();
  await expectTrap(page);
  await tabsTo(page, page.getByRole('button', { name: '取消' }));
  await page.keyboard.press('Enter');
  await page.locator('dialog:modal').waitFor({ state: 'detached' });
  expect(await map.evaluate((it) => it === document.activeElement)).toBe(true);

  await tabsTo(page, page.getByRole('textbox', { name: '描述' }));
  await page.keyboard.type('只用键盘');
  await tabsTo(page, page.getByRole('button', { name: /保存/ }));
  await page.keyboard.press('Enter');
  await page.getByText('已保存').waitFor();
  await expect.poll(() => focused(page).innerText()).toBe('上报隐患');
  // The next report: radios by the arrow keys.
  await tabsTo(page, page.getByRole('radio', { name: '电动车' }));
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.getByRole('radio', { name: '瓶装燃气' }).isChecked()).toBe(true);
});
