/**
 * Every screen of the built app, with the demo's own content: axe finds nothing, in three themes and both languages,
 * and everything a finger can press the keyboard reaches, in order and with a ring around it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { axeFaults } from '#tests/support/axe.ts';
import { Phone } from '#tests/support/phone.ts';
import { photoFiles } from '#tests/support/photos.ts';
import { Product } from '#tests/support/product.ts';
import { demoAccount, signIn } from '#tests/support/sign-in.ts';
import { walkByTab, type TabWalk } from '#tests/support/tab-walk.ts';

const themes = ['light', 'dark', 'sunlight'] as const;
const wide = { width: 1440, height: 900 };
const narrow = { width: 412, height: 915 };

let product: Product;
let empty: Product;
let phone: Phone;
let desk: Phone;
let folder: string;
let photos: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grid-accessible-'));
  [product, empty] = await Promise.all([
    Product.start({ args: ['--demo-days', '3'] }),
    Product.start({ args: ['--no-demo'] }),
  ]);
  phone = await Phone.unpack({ url: product.url, viewport: narrow });
  desk = await Phone.unpack({ url: product.url, viewport: wide });
  for (const it of [phone, desk]) {
    const page = await it.start();
    // A colour on its way to another is neither.
    await page.emulateMedia({ reducedMotion: 'reduce' });
  }
  photos = await photoFiles(2, phone.page, join(folder, 'photos'));
});

afterAll(async () => {
  await phone?.scrap();
  await desk?.scrap();
  for (const it of [product, empty]) {
    await it?.stop();
    await it?.removeData();
  }
  await rm(folder, { recursive: true, force: true });
});

/** As the app does it when a person chooses. */
const wear = (page: Page, theme: string): Promise<unknown> =>
  page.evaluate((it) => (document.documentElement.dataset['theme'] = it), theme);

/** What is read in the field reaches 7:1, what is read at a desk 4.5:1. */
type Place = 'field' | 'desk';

/** Every rule in the first theme; what a theme can change in the others. */
const audit = async (page: Page, screen: string, place: Place, inThemes: readonly string[] = themes) => {
  const enhanced = place === 'field';
  for (const [at, theme] of inThemes.entries()) {
    await wear(page, theme);
    const faults = await axeFaults(page, at === 0 ? { enhanced } : { enhanced, only: 'colours' });
    expect.soft(faults, `${screen}, ${theme}`).toEqual([]);
  }
  await wear(page, 'light');
};

const speaks = async (page: Page, name: string): Promise<void> => {
  await page.goto('/me');
  await page.getByRole('radio', { name }).check();
  await page.locator(`html[lang^=${name === 'English' ? 'en' : 'zh'}]`).waitFor({ state: 'attached' });
};

const press = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole('button', { name, exact: true }).first().click();
const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.locator('dialog:modal').waitFor({ state: 'detached' });
};
const fills = async (page: Page): Promise<void> => {
  await page.getByLabel('从相册选择').setInputFiles([...photos]);
  await page.getByAltText('照片 2').waitFor();
  await page.getByRole('radio', { name: '电动车' }).check();
  await page.getByRole('radio', { name: '楼道充电' }).check();
  await page.getByRole('textbox', { name: '位置' }).fill('楼梯下方');
  await page.getByRole('textbox', { name: '描述' }).fill('两辆电动车在楼梯下方充电');
};

test('axe finds nothing on any screen of a phone', async () => {
  onTestFailed(() => phone.picture('accessible-phone'));
  const { page } = phone;
  await page.goto(empty.url);
  await page.getByRole('textbox', { name: '一次性代码' }).waitFor();
  await audit(page, 'first admin', 'field');
  await page.goto('/');
  await page.getByLabel('用户名').waitFor();
  await audit(page, 'sign-in', 'field');
  await press(page, '登录');
  await page.getByRole('alert').waitFor();
  await audit(page, 'sign-in refused', 'field', ['light']);

  await signIn(page, demoAccount(product.output, 'patroller'));
  await page.getByRole('link', { name: '拍照上报' }).waitFor();
  await audit(page, 'home', 'field');

  await page.getByRole('link', { name: '拍照上报' }).click();
  await page.getByRole('button', { name: '拍照' }).waitFor();
  await audit(page, 'capture', 'field');
  await fills(page);
  await audit(page, 'capture filled', 'field');
  await page.getByRole('checkbox', { name: /当场整改/ }).check();
  await press(page, /保存/);
  await page.getByRole('alert').waitFor();
  await audit(page, 'capture lacking something', 'field');
  await press(page, /^查看照片 1/);
  await audit(page, 'photo of a draft', 'field');
  await escape(page);
  await press(page, '地图');
  await page.locator('.pin-map-pin').waitFor();
  await audit(page, 'the pin', 'field');
  await escape(page);
  await press(page, '放弃这份草稿');
  await audit(page, 'discarding', 'field');
  await escape(page);
  await page.getByRole('checkbox', { name: /当场整改/ }).uncheck();
  await press(page, /保存/);
  await page.getByText('已保存').waitFor();
  await audit(page, 'capture saved', 'field', ['light']);
  await fills(page);

  await page.getByRole('link', { name: '返回首页,保留草稿' }).click();
  await page.getByRole('article').first().waitFor();
  await audit(page, 'home with reports', 'field');
  await page.getByRole('link', { name: '我的上报' }).click();
  await page.getByRole('article').first().waitFor();
  await audit(page, 'my reports', 'field');
  await page.getByRole('article').first().getByRole('link').click();
  await page.getByRole('heading', { name: '经过' }).waitFor();
  await audit(page, 'report', 'field');
  await press(page, '在地图上看');
  await page.locator('.pin-map-pin').waitFor();
  await audit(page, 'map of a report', 'field');
  await press(page, '放大照片 1');
  await audit(page, 'photo of a report', 'field');
  await escape(page);
  await press(page, '补充说明');
  await audit(page, 'note', 'field');
  await escape(page);
  await page.goto('/me');
  await page.getByText('版本').waitFor();
  await audit(page, 'me', 'field');
  await press(page, '退出登录');
  await audit(page, 'signing out', 'field');
  await escape(page);
  await page.goto('/nowhere');
  await audit(page, 'not found', 'field', ['light']);
});

test('axe finds nothing on the desk, wide and narrow', async () => {
  onTestFailed(() => desk.picture('accessible-desk'));
  const { page } = desk;
  await page.goto('/');
  await signIn(page, demoAccount(product.output, 'reviewer'));
  await page.getByRole('list', { name: '案件列表' }).waitFor();
  await page.goto('/desk?state=all');
  await page.locator('.case-mark').first().waitFor();
  await audit(page, 'desk', 'desk');
  await page.getByRole('list', { name: '案件列表' }).getByRole('listitem').first().click();
  await page.getByRole('heading', { name: '经过' }).waitFor();
  await audit(page, 'desk with a case', 'desk');
  await press(page, '条件');
  await page.getByRole('dialog', { name: '筛选条件' }).waitFor();
  await audit(page, 'conditions', 'desk');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await audit(page, 'keys', 'desk');
  await escape(page);
  await page.keyboard.press('z');
  await page.getByRole('dialog', { name: '照片' }).waitFor();
  await audit(page, 'photo', 'desk');
  await escape(page);
  await page.goto('/desk');
  await page.getByRole('list', { name: '案件列表' }).getByRole('listitem').first().click();
  await page.getByRole('button', { name: '不予立案' }).waitFor();
  await page.keyboard.press('d');
  await press(page.getByRole('dialog'), '不予立案');
  await page.getByRole('alert').waitFor();
  await audit(page, 'dismissing without a reason', 'desk');
  await escape(page);

  await page.setViewportSize(narrow);
  await audit(page, 'case on a phone', 'desk');
  await page.goto('/desk?state=all');
  await page.getByRole('list', { name: '案件列表' }).waitFor();
  await audit(page, 'list on a phone', 'desk');
  await page.goto('/desk?state=all&pane=map');
  await page.locator('.case-mark').first().waitFor();
  await audit(page, 'map on a phone', 'desk');
  await page.goto('/desk?q=nowhere-at-all');
  await page.getByText('没有符合条件的案件').waitFor();
  await audit(page, 'nothing found', 'desk', ['light']);
  await page.setViewportSize(wide);
});

test('axe finds nothing in English either', async () => {
  const { page } = phone;
  await speaks(page, 'English');
  await audit(page, 'me', 'field', ['light']);
  for (const [screen, path] of [
    ['home', '/'],
    ['reports', '/reports'],
    ['capture', '/capture'],
  ] as const) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await audit(page, screen, 'field', ['light']);
  }
  expect(await page.evaluate(() => document.documentElement.lang)).toMatch(/^en/);
  // Else the next start would lead back into the report.
  await page.getByRole('link', { name: 'Back home, keep the draft' }).click();
  await page.getByRole('article').first().waitFor();
  await speaks(page, '中文');
  await speaks(desk.page, 'English');
  await desk.page.goto('/desk?state=all');
  await desk.page.getByRole('list', { name: 'Cases' }).getByRole('listitem').first().click();
  await desk.page.getByRole('heading', { name: 'History' }).waitFor();
  await audit(desk.page, 'desk', 'desk', ['light']);
  await speaks(desk.page, '中文');
});

/** What every walk has to be. */
const expectWhole = ({ stops, missed, twice, outOfOrder }: TabWalk, screen: string): void => {
  expect.soft({ missed, twice, outOfOrder }, screen).toEqual({ missed: [], twice: [], outOfOrder: [] });
  const unseen = stops.filter(({ isSeen }) => !isSeen).map(({ name }) => name);
  expect.soft(unseen, `${screen}: focus without a ring`).toEqual([]);
};

const focused = (page: Page) => page.locator(':focus');
const MOST_TABS = 60;

/** Tab until it is there: no finger, no pointer. */
const tabsTo = async (page: Page, target: Locator): Promise<void> => {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let tab = 0; tab < MOST_TABS; tab++) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${target}.`);
};

/** Walks round an open dialog twice: the focus stays in it, and comes by everything in it. */
const expectTrap = async (page: Page): Promise<void> => {
  const dialog = page.locator('dialog:modal');
  const controls = dialog.locator('button:not(:disabled), a[href], textarea, [role=button]');
  const count = await controls.count();
  const seen = new Set<number>();
  for (let tab = 0; tab < 2 * (count + 2); tab++) {
    await page.keyboard.press('Tab');
    // Between the last and the first it is the browser's own for one press.
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

test('the keyboard alone reports a hazard', async () => {
  onTestFailed(() => phone.picture('accessible-keyboard-phone'));
  const { page } = phone;
  await page.goto('/');
  await page.getByRole('article').first().waitFor();
  expectWhole(await walkByTab(page), 'home');
  await page.reload();
  await tabsTo(page, page.getByRole('link', { name: '拍照上报' }));
  await page.keyboard.press('Enter');
  // Where one has come to is read out.
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
  // The next one, from nothing: radios by the arrow keys.
  await tabsTo(page, page.getByRole('radio', { name: '电动车' }));
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.getByRole('radio', { name: '瓶装燃气' }).isChecked()).toBe(true);
});

test('the keyboard alone walks the desk', async () => {
  onTestFailed(() => desk.picture('accessible-keyboard-desk'));
  const { page } = desk;
  await page.goto('/desk');
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
  // Escape closed the sheet and nothing under it.
  await expect.poll(() => dismiss.isVisible()).toBe(true);
});
