/**
 * The first five minutes with the product: the demo in an empty folder, its desk, a live report, and the state restored
 * from the address. Then ten thousand cases.
 */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { createCanvas } from '@napi-rs/canvas';
import { signIn as signInDevice, takePhoto } from '#tests/support/clients/device.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { eventually, startProgress } from '#tests/support/people/progress.ts';
import { Reviewer } from '#tests/support/people/reviewer.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { demoAccount } from '#tests/support/clients/sign-in.ts';

const MANY = isFullRun ? 10_000 : 2_000;
const DAYS = isFullRun ? 60 : 10;
const A_PUSH = 50;

let product: Product;
let desk: Phone;
let reviewer: Reviewer;

beforeAll(async () => {
  product = await Product.start({ args: ['--demo-days', String(DAYS)] });
  desk = await Phone.unpack({ url: product.url, viewport: { width: 1440, height: 900 } });
  reviewer = new Reviewer(desk);
}, 180_000);

afterAll(async () => {
  await desk?.scrap();
  await product?.stop();
  await product?.removeData();
});

const search = () => desk.page.getByRole('textbox', { name: '搜索描述、地点、上报人' });

const counts = (words: string): Promise<number> =>
  eventually(
    () => reviewer.countsCases(),
    (count) => count > 0,
    30_000,
  ).catch(() => {
    throw new Error(`The desk shows no case ${words}`);
  });

test('the demo, two months of cases → found by state, text and map, and restored from the address', async () => {
  const tell = startProgress('desk');
  onTestFailed(() => desk.picture('desk'));
  await reviewer.opensTheDesk(demoAccount(product.output, 'reviewer'));
  const { page } = desk;
  // Cases arrive page by page, and each page is shown at once.
  const office = await signInDevice(product.url, demoAccount(product.output, 'reviewer').username);
  const { subjects } = await office.pullsAll();
  const waiting = subjects.filter(({ subject }) => subject.state === 'reported').length;
  await eventually(
    () => reviewer.countsCases(),
    (count) => count === waiting,
    30_000,
  );
  expect(waiting).toBeGreaterThan(8);
  await page.getByRole('radio', { name: /^全部/ }).check();
  const all = await eventually(
    () => reviewer.countsCases(),
    (count) => count === subjects.length,
    30_000,
  );
  expect(all).toBeGreaterThan(4 * DAYS);
  expect(all).toBeLessThan(6 * DAYS);
  tell(`${all} cases, ${waiting} of them to be reviewed`);

  await search().fill('充电');
  const found = await eventually(
    () => reviewer.countsCases(),
    (count) => count < all,
    10_000,
  );
  expect(found).toBeGreaterThan(isFullRun ? 10 : 5);
  await eventually(
    async () => new URL(page.url()).searchParams.get('q'),
    (q) => q === '充电',
    5_000,
  );
  await page.keyboard.press('Escape');
  await reviewer.opensCaseWithAllPhotos();
  const address = page.url();
  await page.reload();
  await eventually(
    () => reviewer.countsCases(),
    (count) => count === found,
    30_000,
  );
  expect(page.url()).toBe(address);
  expect(await search().inputValue()).toBe('充电');
  await page.locator('.case-mark').first().waitFor();
  expect((await reviewer.seesWholePhotos()).length).toBeGreaterThan(0);
  tell('found again from the address, photos whole');
});

test('[V1c] a report from a phone, the desk is open → appears without a reload, and keys file it', async () => {
  onTestFailed(() => desk.picture('desk-live'));
  const { page } = desk;
  await page.goto('/desk');
  const before = await counts('to be reviewed');
  const canvas = createCanvas(1280, 960);
  canvas.getContext('2d').fillText('a report', 200, 200);
  const picture = canvas.toBuffer('image/jpeg', 80);
  const phone = await signInDevice(product.url, demoAccount(product.output, 'patroller').username);
  const photo = takePhoto(picture.length);
  await phone.push(await phone.reports({ photos: [photo], description: '自己出现的一件' }));
  await eventually(
    () => reviewer.countsCases(),
    (count) => count === before + 1,
    10_000,
  );
  await page.keyboard.press('/');
  await page.keyboard.type('自己出现的');
  await eventually(
    () => reviewer.countsCases(),
    (count) => count === 1,
    10_000,
  );
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.getByRole('button', { name: '立案', exact: true }).waitFor();
  await page.keyboard.press('f');
  await page.getByRole('region', { name: '案件', exact: true }).getByText('已立案').first().waitFor();
});

test('[U1a] [U2a] [U3] a key files the wrong case → undone, the server never has it; filed again and the browser killed → sent later', async () => {
  onTestFailed(() => desk.picture('desk-undo'));
  const phone = await signInDevice(product.url, demoAccount(product.output, 'patroller').username);
  const report = await phone.reports({ description: '按错了键的一件' });
  await phone.push(report);
  const office = await signInDevice(product.url, demoAccount(product.output, 'reviewer').username);
  const decisions = async (): Promise<readonly string[]> => {
    const { subjects } = await office.pullsAll();
    const found = subjects.find(({ subject }) => subject.id === report.caseId)!.subject;
    return found.timeline.slice(1).map(({ type }) => type);
  };
  await desk.hasWrittenItsCookies();
  await desk.page.goto(`/desk/${report.caseId}`);
  await reviewer.filesIt();
  await reviewer.undoesIt();
  await reviewer.filesIt();
  await desk.kill();
  expect(await decisions()).toEqual([]);
  await desk.start();
  await desk.page.goto('/desk');
  await eventually(decisions, (types) => types.length > 0, 20_000);
  expect(await decisions()).toEqual(['case.filed']);
});

test('ten thousand cases, pulled → a filter finds among them', { timeout: 240_000 }, async () => {
  const tell = startProgress('desk');
  onTestFailed(() => desk.picture('desk-many'));
  const { page } = desk;
  await page.goto('/desk?state=all');
  const before = await eventually(
    () => reviewer.countsCases(),
    (count) => count > 4 * DAYS,
    30_000,
  );
  const phone = await signInDevice(product.url, demoAccount(product.output, 'patroller').username);
  for (let sent = before; sent < MANY; sent += A_PUSH) {
    const size = Math.min(A_PUSH, MANY - sent);
    const reports = await Promise.all(
      Array.from({ length: size }, (_, i) => phone.reports({ description: `第${sent + i}处` })),
    );
    await phone.pushes(...reports);
  }
  tell('they are on the server');
  await eventually(
    () => reviewer.countsCases(),
    (count) => count === MANY,
    120_000,
  );
  tell('they are on the desk');
  await search().fill(`第${MANY - 1}处`);
  await eventually(
    () => reviewer.countsCases(),
    (count) => count === 1,
    10_000,
  );
  expect(await page.getByRole('list', { name: '案件列表' }).getByRole('listitem').count()).toBe(1);
  await search().fill('');
  await eventually(
    () => reviewer.countsCases(),
    (count) => count === MANY,
    10_000,
  );
  // Only a window of the rows is rendered.
  expect(await page.getByRole('list', { name: '案件列表' }).getByRole('listitem').count()).toBeLessThan(60);
});
