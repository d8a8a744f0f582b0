/**
 * Screenshots of the product with demo data: `npm run build && npm run screenshots` writes
 * test-results/screenshots/<screen>-<width>x<height>-<light|dark|sunlight>-<zh|en>.png. With `-- guide` it also renews those
 * of the guides and the README, in docs/guide/pictures.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { messagesIn, type Language } from '#tests/support/page/both-languages.ts';
import { Admin } from '#tests/support/people/admin.ts';
import { Patroller } from '#tests/support/people/patroller.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { Reviewer } from '#tests/support/people/reviewer.ts';
import {
  overCapture,
  overCase,
  overDesk,
  overDeadLetters,
  overList,
  overMe,
  overMissing,
  overOutbox,
  overReport,
  paysByTheByte,
  themes,
  wear,
  type Look,
} from './scenes.ts';
import { overOffice, overRegisters, setsUpTheOffice } from './office-story.ts';
import { draw, filmOf, reportTrouble, unfinished, waiting } from './screenshot-stories.ts';
import { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { demoAccount, signIn } from '#tests/support/clients/sign-in.ts';

type Size = { readonly width: number; readonly height: number };
const phoneSize: Size = { width: 412, height: 915 };
const deskSize: Size = { width: 1440, height: 900 };
const phoneSizes: readonly Size[] = [{ width: 360, height: 800 }, phoneSize];
const wideSizes: readonly Size[] = [deskSize, { width: 1100, height: 800 }];
/** The admin desk is used on the screens of an office. */
const officeSizes: readonly Size[] = [deskSize, { width: 1024, height: 768 }, phoneSize];
const deskSizes: readonly Size[] = [...wideSizes, ...phoneSizes];
/** Viewports of phones and desks. */
const allSizes: readonly Size[] = [...phoneSizes, deskSize];
const locales = ['zh-CN', 'en-US'] as const;
const wordsOf = (locale: string) => messagesIn[locale.slice(0, 2) as Language];

const folder = join(import.meta.dirname, '../../../test-results/screenshots');
const guideFolder = join(import.meta.dirname, '../../../docs/guide/pictures');
const isForGuide = process.argv.includes('guide');
/** Screenshots of the guides, each in one size and both languages. */
const guidePictures: Readonly<Record<string, { readonly name: string; readonly size: Size }>> = {
  home: { name: 'home', size: phoneSize },
  'capture-filled': { name: 'capture-filled', size: phoneSize },
  'my-reports': { name: 'my-reports', size: phoneSize },
  outbox: { name: 'outbox', size: phoneSize },
  'report-detail': { name: 'report-detail', size: phoneSize },
  'desk-detail': { name: 'desk', size: deskSize },
  'admin-first-steps-new': { name: 'first-steps', size: deskSize },
  'admin-calendar': { name: 'calendar', size: deskSize },
};
let taken = 0;

/** Waits until the screen has finished loading. */
const settle = async (page: Page): Promise<void> => {
  await page.waitForTimeout(300);
  await page
    .getByText(/正在读取本机的案件|Reading the cases/)
    .first()
    .waitFor({ state: 'detached' });
  await page.evaluate(async () => void (await document.fonts.ready));
  await page
    .getByText(/正在取原图|Loading the full photo/)
    .first()
    .waitFor({ state: 'detached' });
  await eventually(
    () => page.evaluate(() => [...document.images].every((image) => image.complete)),
    (complete) => complete,
    10_000,
  );
  await page.waitForTimeout(200);
};

/** A JPEG for the guides, below the size limit. */
const shootForGuide = async (page: Page, name: string, mostKilobytes: number): Promise<void> => {
  for (let quality = 80; ; quality -= 6) {
    const bytes = await page.screenshot({ type: 'jpeg', quality });
    if (bytes.length <= mostKilobytes * 1024) return writeFile(join(guideFolder, name), bytes);
  }
};

const shoot = async (page: Page, screen: string, sizes: readonly Size[], locale: string): Promise<void> => {
  const language = locale.slice(0, 2);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const size of sizes) {
    await page.setViewportSize(size);
    await settle(page);
    for (const theme of themes) {
      await wear(page, theme);
      const name = `${screen}-${size.width}x${size.height}-${theme}-${language}.png`;
      await page.screenshot({ path: join(folder, name) });
      taken += 1;
      const guide = guidePictures[screen];
      if (!isForGuide || theme !== 'light' || guide?.size !== size) continue;
      await shootForGuide(page, `${guide.name}-${language}.jpg`, 150);
    }
    await wear(page, 'light');
  }
};

/** Screenshots of overlays. */
const shoots =
  (page: Page, sizes: readonly Size[], locale: string): Look =>
  (scene) =>
    shoot(page, scene, sizes, locale);

/** Screens by name, with their addresses. */
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

/** The desk with a phone beside it, for the README. */
const composeReadme = async (page: Page): Promise<void> => {
  const source = async (name: string): Promise<string> =>
    `data:image/png;base64,${(await readFile(join(folder, name))).toString('base64')}`;
  const [desk, phone] = await Promise.all([
    source('desk-detail-1440x900-light-en.png'),
    source('home-412x915-light-en.png'),
  ]);
  await page.setViewportSize({ width: 1760, height: 920 });
  await page.setContent(`<style>
    body { margin: 0; background: #e4e1d8; }
    img { position: absolute; display: block; box-shadow: 0 12px 48px rgb(20 22 21 / 20%); }
    .desk { left: 36px; top: 42px; width: 1336px; border-radius: 12px; }
    .phone { right: 36px; bottom: 44px; width: 316px; border: 6px solid #1b1f1d; border-radius: 28px; }
  </style><img class="desk" src="${desk}"><img class="phone" src="${phone}">`);
  await eventually(
    () => page.evaluate(() => [...document.images].every((image) => image.complete)),
    (complete) => complete,
    10_000,
  );
  await shootForGuide(page, 'readme.jpg', 250);
};

const temp = await mkdtemp(join(tmpdir(), 'grid-screenshots-'));
const link = await ShapingProxy.open(0);
const product = await Product.start({
  args: ['--demo-days', '60'],
  env: { TRUSTED_ORIGINS: link.url },
});
link.pointAt(product.port);
const empty = await Product.start({ args: ['--no-demo'] });
const film = join(temp, 'camera.mjpeg');
const stranger = await Phone.unpack({ url: product.url });
const phone = await Phone.unpack({ url: link.url, camera: film });
const desk = await Phone.unpack({ url: product.url, viewport: deskSize });
const office = await Phone.unpack({ url: product.url, viewport: deskSize });
const newcomer = await Phone.unpack({ url: empty.url, viewport: deskSize });

try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (isForGuide) await mkdir(guideFolder, { recursive: true });

  for (const locale of locales) {
    stranger.speak(locale);
    const page = await stranger.start();
    if (locale === 'zh-CN') await filmOf((await draw(unfinished, temp))[0]!, page, film);
    const screens = [
      ['sign-in', '/'],
      ['first-admin', empty.url],
    ] as const;
    await shootScreens(page, screens, allSizes, locale);
    await stranger.close();
  }

  const patroller = new Patroller(phone, link);
  await patroller.opensTheApp();
  await patroller.signsIn(demoAccount(product.output, 'patroller'));
  // Waits for earlier cases and their pictures.
  await patroller.opensMyReports();
  await eventually(
    () => patroller.countsCardsSaying('已立案'),
    (count) => count > 0,
    60_000,
  );
  // A report without a photo has no picture in its card.
  const decided = phone.page
    .getByRole('article')
    .filter({ hasText: '已立案', has: phone.page.locator('img') })
    .first();
  const detail = await decided.getByRole('link').getAttribute('href');
  for (const path of ['/reports', detail!, '/']) {
    await phone.page.goto(path);
    await settle(phone.page);
  }
  // Two reports that cannot be sent, so that the home shows waiting items.
  patroller.goesOffline();
  await patroller.beginsAReport();
  for (const story of waiting) {
    await patroller.picksTogether(await draw(story, temp));
    await patroller.fillsIn(story.words);
    await patroller.savesAndGoesOn();
  }
  await phone.close();

  for (const locale of locales) {
    phone.speak(locale);
    const page = await phone.start();
    await paysByTheByte(page);
    const screens = [
      ['home', '/'],
      ['capture-empty', '/capture'],
      ['my-reports', '/reports'],
      ['not-found', '/nowhere'],
    ] as const;
    await shootScreens(page, screens, phoneSizes, locale);
    await shootScreens(page, [['report-detail', detail!]], phoneSizes, locale);
    await overReport(page, wordsOf(locale), shoots(page, phoneSizes, locale));
    await shootScreens(page, [['outbox', '/outbox']], allSizes, locale);
    await overOutbox(page, wordsOf(locale), shoots(page, phoneSizes, locale));
    await shootScreens(page, [['me', '/me']], phoneSizes, locale);
    await overMe(page, wordsOf(locale), shoots(page, phoneSizes, locale));
    await phone.close();
  }

  phone.speak('zh-CN');
  await patroller.opensTheApp();
  await patroller.beginsAReport();
  await patroller.picksTogether(await draw(unfinished, temp));
  await patroller.fillsIn(unfinished.words);
  await patroller.seesTheDraftSaved();
  await phone.close();
  for (const locale of locales) {
    phone.speak(locale);
    const page = await phone.start();
    await shootScreens(page, [['capture-filled', '/capture']], phoneSizes, locale);
    await page.getByRole('textbox').last().scrollIntoViewIfNeeded();
    await shoot(page, 'capture-words', phoneSizes, locale);
    await overCapture(page, wordsOf(locale), shoots(page, phoneSizes, locale));
    await phone.close();
  }

  const reviewer = new Reviewer(desk);
  await reviewer.opensTheDesk(demoAccount(product.output, 'reviewer'));
  await reviewer.opensCaseWithAllPhotos();
  const opened = new URL(desk.page.url()).pathname;
  await desk.close();
  for (const locale of locales) {
    desk.speak(locale);
    const page = await desk.start();
    await shootScreens(page, [['desk-list', '/desk?state=all&days=7']], deskSizes, locale);
    await overList(page, wordsOf(locale), shoots(page, deskSizes, locale));
    const screens = [
      ['desk-map', '/desk?state=all&pane=map'],
      ['desk-detail', `${opened}?state=all`],
    ] as const;
    await shootScreens(page, screens, deskSizes, locale);
    await overCase(page, wordsOf(locale), shoots(page, deskSizes, locale));
    // Only wide screens have its button.
    await page.setViewportSize(deskSize);
    await overDesk(page, wordsOf(locale), shoots(page, wideSizes, locale));
    await shootScreens(page, [['me', '/me']], [deskSize], locale);
    await overMe(page, wordsOf(locale), shoots(page, [deskSize], locale));
    if (isForGuide && locale === 'en-US') await composeReadme(page);
    await desk.close();
  }

  const { missing } = await reportTrouble(product.url);
  for (const locale of locales) {
    desk.speak(locale);
    const page = await desk.start();
    await page.goto(`/desk/${missing}`);
    await overMissing(page, wordsOf(locale), shoots(page, deskSizes, locale));
    await desk.close();
  }
  for (const locale of locales) {
    office.speak(locale);
    const page = await office.start();
    await page.goto('/');
    if (locale === 'zh-CN') await signIn(page, demoAccount(product.output, 'admin'));
    await page.getByRole('link', { name: wordsOf(locale).deadLetters.openCount(1) }).waitFor();
    await shoot(page, 'desk-admin', deskSizes, locale);
    await overDeadLetters(page, wordsOf(locale), shoots(page, deskSizes, locale));
    await office.close();
  }
  await setsUpTheOffice(product.url, demoAccount(product.output, 'admin').username);
  for (const locale of locales) {
    office.speak(locale);
    const page = await office.start();
    await overOffice(page, shoots(page, officeSizes, locale));
    await overRegisters(page, shoots(page, officeSizes, locale));
    await office.close();
  }
  // An empty office, whose first admin sees what comes first.
  await newcomer.start();
  const admin = new Admin(newcomer);
  const code = /first admin with the code (\w+)/.exec(empty.output)?.[1] ?? '';
  await admin.becomesTheFirst(code, '330199');
  await newcomer.close();
  for (const locale of locales) {
    newcomer.speak(locale);
    const page = await newcomer.start();
    await page.goto('/admin');
    await page.locator('main ol > li').first().waitFor();
    await shoot(page, 'admin-first-steps-new', officeSizes, locale);
    await newcomer.close();
  }
  console.log(`${taken} screenshots in ${folder}`);
} finally {
  await stranger.scrap();
  await phone.scrap();
  await desk.scrap();
  await office.scrap();
  await newcomer.scrap();
  await link.close();
  for (const it of [product, empty]) {
    await it.stop();
    await it.removeData();
  }
  await rm(temp, { recursive: true, force: true });
}
