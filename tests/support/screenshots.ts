/**
 * Pictures of the product for people: `npm run build && npm run screenshots` writes them to
 * test-results/screenshots/<screen>-<width>x<height>-<light|dark>-<zh|en>.png. Real photos from ../shared/fixtures
 * when that folder is there, drawn ones otherwise.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Patroller, type Words } from './patroller.ts';
import { Phone } from './phone.ts';
import { photoFiles } from './photos.ts';
import { Product } from './product.ts';
import { eventually } from './progress.ts';
import { Reviewer } from './reviewer.ts';
import { ShapingProxy } from './shaping-proxy.ts';
import { demoAccount } from './sign-in.ts';

type Size = { readonly width: number; readonly height: number };
const phoneSizes: readonly Size[] = [
  { width: 360, height: 800 },
  { width: 412, height: 915 },
];
const deskSizes: readonly Size[] = [
  { width: 1440, height: 900 },
  { width: 1100, height: 800 },
  { width: 412, height: 915 },
  { width: 360, height: 800 },
];
const locales = ['zh-CN', 'en-US'] as const;

const stories: readonly Words[] = [
  {
    family: '电动车',
    kind: '楼道充电',
    building: '3',
    unit: '2',
    floor: '1',
    spot: '楼梯下方',
    description: '两辆电动车在楼梯下方充电,插线板从一楼住户窗口拉出。',
  },
  {
    family: '瓶装燃气',
    kind: '软管超长',
    building: '沿街 12 号',
    unit: '',
    floor: '1',
    spot: '后厨',
    description: '软管约 3.5 米,穿墙接到外侧灶台。',
  },
  {
    family: '垃圾',
    kind: '暴露垃圾',
    building: '',
    unit: '',
    floor: '',
    spot: '东门投放点旁',
    description: '纸箱和厨余散落,占了半条人行道。',
  },
  {
    family: '其他',
    kind: '堵消防通道',
    building: '7',
    unit: '',
    floor: '',
    spot: '北侧消防通道',
    description: '装修材料堆在通道口,云梯车进不来。',
  },
];
const unfinished: Words = {
  ...stories[0]!,
  building: '5',
  unit: '1',
  spot: '架空层',
  description: '飞线从三楼拉下来,雨天没有遮挡。',
};

const folder = join(import.meta.dirname, '../../test-results/screenshots');
let taken = 0;

/** Waits until nothing on the screen is still coming. */
const settle = async (page: Page): Promise<void> => {
  await page.waitForTimeout(300);
  await page.evaluate(async () => void (await document.fonts.ready));
  await page
    .getByText(/正在取原图|Fetching the full photo/)
    .first()
    .waitFor({ state: 'detached' });
  await eventually(
    () => page.evaluate(() => [...document.images].every((image) => image.complete)),
    (complete) => complete,
    10_000,
  );
  await page.waitForTimeout(200);
};

const shoot = async (page: Page, screen: string, sizes: readonly Size[], locale: string): Promise<void> => {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await settle(page);
      const name = `${screen}-${size.width}x${size.height}-${colorScheme}-${locale.slice(0, 2)}.png`;
      await page.screenshot({ path: join(folder, name) });
      taken += 1;
    }
  }
};

/** Screens by name, each at its address. */
const shootScreens = async (
  page: Page,
  screens: readonly (readonly [screen: string, path: string])[],
  sizes: readonly Size[],
  locale: string,
): Promise<void> => {
  for (const [screen, path] of screens) {
    await page.goto(path);
    await shoot(page, screen, sizes, locale);
  }
};

/** The app's own theme for a screen in the sun, chosen as a person chooses it. */
const shootInSunlight = async (phone: Phone): Promise<void> => {
  phone.speak('zh-CN');
  const page = await phone.start();
  await page.goto('/me');
  await page.getByRole('radio', { name: '强光' }).check();
  const take = async (screen: string): Promise<void> => {
    await settle(page);
    await page.screenshot({ path: join(folder, `${screen}-412x915-sunlight-zh.png`) });
    taken += 1;
  };
  // By the link: a fresh start would lead into the unfinished report.
  await page.getByRole('link', { name: '今日' }).click();
  await take('home');
  await page.goto('/reports');
  await take('my-reports');
  await page.goto('/capture');
  await take('capture-filled');
  await phone.close();
};

/** What the camera sees: one photo, as the only frame of a film. */
const filmOf = async (photo: string, page: Page, path: string): Promise<void> => {
  const bytes = (await readFile(photo)).toString('base64');
  const frame = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/jpeg;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [960, 1280];
    const scale = Math.max(960 / image.width, 1280 / image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    canvas.getContext('2d')!.drawImage(image, (960 - width) / 2, (1280 - height) / 2, width, height);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!;
  }, bytes);
  await writeFile(path, Buffer.from(frame, 'base64'));
};

const temp = await mkdtemp(join(tmpdir(), 'grid-screenshots-'));
const link = await ShapingProxy.open(0);
const product = await Product.start({ env: { TRUSTED_ORIGINS: link.url } });
link.pointAt(product.port);
const film = join(temp, 'camera.mjpeg');
const stranger = await Phone.unpack({ url: product.url });
const phone = await Phone.unpack({ url: link.url, camera: film });
const desk = await Phone.unpack({ url: product.url, viewport: { width: 1440, height: 900 } });

try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  let photos: readonly string[] = [];
  for (const locale of locales) {
    stranger.speak(locale);
    const page = await stranger.start();
    if (photos.length === 0) {
      photos = await photoFiles(18, page, temp);
      await filmOf(photos[4]!, page, film);
    }
    await shootScreens(page, [['sign-in', '/']], phoneSizes, locale);
    await stranger.close();
  }

  const patroller = new Patroller(phone, link);
  await patroller.opensTheApp();
  await patroller.signsIn(demoAccount(product.output, 'patroller'));
  await patroller.beginsAReport();
  for (const [i, words] of stories.entries()) {
    await patroller.picksTogether(photos.slice(i * 3, i * 3 + 3));
    await patroller.fillsIn(words);
    await patroller.savesAndGoesOn();
  }
  await patroller.opensMyReports();
  await eventually(
    () => patroller.seesTrust(),
    (cards) => cards.length === stories.length && cards.every((card) => card === '已齐全'),
    60_000,
  );

  const reviewer = new Reviewer(desk);
  await reviewer.opensTheDesk(demoAccount(product.output, 'reviewer'));
  await eventually(
    () => reviewer.countsCases(),
    (count) => count === stories.length,
    30_000,
  );
  await reviewer.opensCase(1);
  await reviewer.filesIt();
  await eventually(
    () => patroller.countsCardsSaying('已立案'),
    (count) => count === 1,
    60_000,
  );
  // Two more that cannot leave the phone: the home shows what waits.
  patroller.goesOffline();
  await patroller.beginsAReportFromAnywhere();
  for (const [i, words] of stories.slice(0, 2).entries()) {
    await patroller.picksTogether(photos.slice(12 + i * 2, 14 + i * 2));
    await patroller.fillsIn(words);
    await patroller.savesAndGoesOn();
  }
  await patroller.opensMyReports();
  const detail = await phone.page.getByRole('article').last().getByRole('link').getAttribute('href');
  await phone.close();

  for (const locale of locales) {
    phone.speak(locale);
    const page = await phone.start();
    const screens = [
      ['home', '/'],
      ['capture-empty', '/capture'],
      ['my-reports', '/reports'],
      ['report-detail', detail!],
      ['me', '/me'],
    ] as const;
    await shootScreens(page, screens, phoneSizes, locale);
    await phone.close();
  }

  phone.speak('zh-CN');
  await patroller.opensTheApp();
  await patroller.beginsAReport();
  await patroller.picksTogether(photos.slice(16, 18));
  await patroller.fillsIn(unfinished);
  await patroller.seesTheDraftSaved();
  await phone.close();
  for (const locale of locales) {
    phone.speak(locale);
    const page = await phone.start();
    await shootScreens(page, [['capture-filled', '/capture']], phoneSizes, locale);
    await page.getByRole('textbox').last().scrollIntoViewIfNeeded();
    await shoot(page, 'capture-words', phoneSizes, locale);
    await phone.close();
  }
  await shootInSunlight(phone);

  const opened = new URL(desk.page.url()).pathname;
  await desk.close();
  for (const locale of locales) {
    desk.speak(locale);
    const page = await desk.start();
    const screens = [
      ['desk-list', '/desk?state=all&days=7'],
      ['desk-map', '/desk?state=all&pane=map'],
      ['desk-detail', `${opened}?state=all`],
    ] as const;
    await shootScreens(page, screens, deskSizes, locale);
    await desk.close();
  }
  console.log(`${taken} screenshots in ${folder}`);
} finally {
  await stranger.scrap();
  await phone.scrap();
  await desk.scrap();
  await link.close();
  await product.stop();
  await product.removeData();
  await rm(temp, { recursive: true, force: true });
}
