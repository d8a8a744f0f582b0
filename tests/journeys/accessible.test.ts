/**
 * Every screen, dialog and sheet of the built app with the content of the demo, in three themes and both languages: axe
 * finds no fault, and the English interface has no Chinese text.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { axeFaults } from '#tests/support/page/axe.ts';
import {
  speaks,
  speaksHere,
  messagesIn,
  type Language,
  type Messages,
} from '#tests/support/page/both-languages.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { photoFiles } from '#tests/support/data/photos.ts';
import { Product } from '#tests/support/servers/product.ts';
import {
  fillsIn,
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
  press,
  wear,
  type Look,
  type Theme,
} from '#tests/support/docs/scenes.ts';
import { overOffice, setsUpTheOffice } from '#tests/support/docs/office-story.ts';
import { reportTrouble } from '#tests/support/docs/screenshot-stories.ts';
import { demoAccount, signIn } from '#tests/support/clients/sign-in.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { untranslated } from '#tests/support/page/untranslated.ts';

const phoneSize = { width: 412, height: 915 };
const smallPhone = { width: 360, height: 800 };
const deskSize = { width: 1440, height: 900 };

/**
 * A language changes text and layout, a theme only colours: each scene is checked in both languages and in all three
 * themes, but not in all six pairs. The first theme of a language is checked by every rule, another one only by the
 * rules about colour.
 */
const worn: Readonly<Record<Language, readonly Theme[]>> = isFullRun
  ? { zh: ['light', 'dark'], en: ['sunlight'] }
  : { zh: ['light'], en: [] };
const languages = (['zh', 'en'] as const).filter((language) => worn[language].length > 0);

let product: Product;
let empty: Product;
let phone: Phone;
let folder: string;
let photos: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grid-accessible-'));
  [product, empty] = await Promise.all([
    Product.start({ args: ['--demo-days', '3'] }),
    Product.start({ args: ['--no-demo'] }),
  ]);
  phone = await Phone.unpack({ url: product.url, viewport: phoneSize });
  const page = await phone.start();
  // During a transition a colour has no defined contrast.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await paysByTheByte(page);
  photos = await photoFiles(2, page, join(folder, 'photos'));
});

afterAll(async () => {
  await phone?.scrap();
  for (const it of [product, empty]) {
    await it?.stop();
    await it?.removeData();
  }
  await rm(folder, { recursive: true, force: true });
});

/** Required contrast: 7:1 in the field, 4.5:1 at the desk. */
type Place = 'field' | 'desk';

const audits =
  (language: Language, place: Place): Look =>
  async (scene) => {
    const { page } = phone;
    const enhanced = place === 'field';
    const seen = `${scene}, ${page.viewportSize()!.width} wide, ${language}`;
    for (const [at, theme] of worn[language].entries()) {
      await wear(page, theme);
      const faults = await axeFaults(page, at === 0 ? { enhanced } : { enhanced, only: 'colours' });
      expect.soft(faults, `${seen}, ${theme}`).toEqual([]);
    }
    if (language === 'en') expect.soft(await untranslated(page), `${seen}, untranslated`).toEqual([]);
    await wear(page, 'light');
  };

const sending = /\/api\/(sync\/push|photos\/)/;

/** Starts at the home without a draft and ends there. */
const patrols = async (words: Messages, look: Look): Promise<void> => {
  const { page } = phone;
  const { core, capture, detail, me, outbox } = words;
  const handled = page.getByRole('checkbox', { name: capture.handled });
  // No request arrives, so that the outbox has content.
  await page.route(sending, (route) => route.abort());
  await page.goto('/');
  await page.getByRole('link', { name: core.today.report }).click();
  await page.getByRole('button', { name: capture.shutter }).waitFor();
  await look('capture');
  await fillsIn(page, words, photos);
  await look('capture filled');
  await handled.check();
  await press(page, capture.save);
  await page.getByRole('alert').waitFor();
  await look('capture lacking something');
  await overCapture(page, words, look);
  await handled.uncheck();
  await press(page, capture.save);
  await page.getByRole('status').getByRole('link', { name: core.nav.reports }).waitFor();
  await look('capture saved');
  await fillsIn(page, words, photos.slice(0, 1));

  await page.getByRole('link', { name: capture.close }).click();
  await page.getByRole('article').first().waitFor();
  await look('home with reports and a draft');
  await page.locator('a[href="/outbox"]').click();
  await page.getByRole('list', { name: outbox.items }).getByRole('article').first().waitFor();
  await page.getByRole('checkbox', { name: outbox.wifiOnly }).waitFor();
  await look('outbox');
  await page.unroute(sending);
  const isSent = () => page.getByRole('list', { name: outbox.items }).waitFor({ state: 'detached' });
  // The engine may send by itself first: then the outbox may have no button any more.
  await Promise.any([press(page, core.sync.sendNow), isSent()]);
  await isSent();
  await overOutbox(page, words, look);
  await page.goBack();
  await page.getByRole('link', { name: core.nav.reports }).click();
  await page.getByRole('article').first().waitFor();
  await look('my reports');
  await page.getByRole('article').first().getByRole('link').click();
  await page.getByRole('heading', { name: detail.timeline }).waitFor();
  await look('report');
  await overReport(page, words, look);
  await page.goto('/me');
  await page.getByText(me.version).waitFor();
  // At the end of the page no control is partly under the navigation bar, which axe would report as too small.
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await look('me');
  await overMe(page, words, look);
  await page.goto('/nowhere');
  await page.getByRole('heading', { name: words.rare.notFound.title }).waitFor();
  await look('not found');

  await page.goto('/capture');
  await press(page, capture.discard);
  await press(page.getByRole('dialog'), capture.discardYes);
  await page.getByRole('article').first().waitFor();
};

const reviews = async (words: Messages, look: Look): Promise<void> => {
  const { page } = phone;
  const { desk, detail } = words;
  const list = page.getByRole('list', { name: desk.list });
  const count = page.getByRole('status').filter({ hasText: /^\d+ (件|cases)/ });
  const opens = async (path: string): Promise<void> => {
    await page.goto(path);
    await count.waitFor();
  };
  const marks = page.locator('.case-mark');
  await page.setViewportSize(deskSize);
  await opens('/desk?state=all');
  await marks.first().waitFor();
  await look('desk');
  await overList(page, words, look);
  await overDesk(page, words, look);
  await page.goto('/desk');
  await list.getByRole('listitem').first().click();
  await page.getByRole('heading', { name: detail.timeline }).waitFor();
  await look('desk with a case');
  await overCase(page, words, look);

  await page.setViewportSize(smallPhone);
  await look('case on a phone');
  await overCase(page, words, look);
  await opens('/desk?state=all');
  await list.getByRole('listitem').first().waitFor();
  await look('list on a phone');
  await overList(page, words, look);
  await opens('/desk?state=all&pane=map');
  await marks.first().waitFor();
  await look('map on a phone');
  await page.goto('/desk?q=nowhere-at-all');
  await page.getByText(desk.empty).waitFor();
  await look('nothing found');
};

test('accessibility, first admin and sign-in → axe finds no fault', async () => {
  onTestFailed(() => phone.picture('accessible-stranger'));
  const { page } = phone;
  await page.goto(empty.url);
  await page.getByRole('textbox', { name: messagesIn.zh.firstAdmin.code }).waitFor();
  for (const language of languages) {
    if (language === 'en') await speaksHere(page, 'en');
    await audits(language, 'field')('first admin');
  }
  await page.goto('/');
  await page.getByLabel(messagesIn.zh.signIn.username).waitFor();
  for (const language of languages) {
    if (language === 'en') await speaksHere(page, 'en');
    await audits(language, 'field')('sign-in');
  }
  await press(page, messagesIn[languages.at(-1)!].signIn.submit);
  await page.getByRole('alert').waitFor();
  for (const [at, language] of languages.toReversed().entries()) {
    if (at > 0) await speaksHere(page, language);
    await audits(language, 'field')('sign-in refused');
  }
});

test('accessibility, every screen of a phone → axe finds no fault', async () => {
  onTestFailed(() => phone.picture('accessible-phone'));
  const { page } = phone;
  await page.goto('/');
  await signIn(page, demoAccount(product.output, 'patroller'));
  for (const language of languages) {
    if (language === 'en') {
      await speaks(page, 'en');
      await page.goto('/');
    }
    await page.getByRole('link', { name: messagesIn[language].core.today.report }).waitFor();
    await audits(language, 'field')('home');
  }
  for (const language of languages.toReversed()) {
    await speaks(page, language);
    await patrols(messagesIn[language], audits(language, 'field'));
  }
});

test('accessibility, the desk on wide and narrow screens → axe finds no fault', async () => {
  onTestFailed(() => phone.picture('accessible-desk'));
  const { page } = phone;
  await page.goto('/me');
  await press(page, messagesIn.zh.me.signOut);
  await press(page.getByRole('dialog'), messagesIn.zh.me.signOutYes);
  await signIn(page, demoAccount(product.output, 'reviewer'));
  await page.getByRole('button', { name: messagesIn.zh.me.signOut }).waitFor();
  for (const language of languages) {
    await speaks(page, language);
    await reviews(messagesIn[language], audits(language, 'desk'));
  }
});

test.runIf(isFullRun)('accessibility, missing photos and dead letters → axe finds no fault', async () => {
  onTestFailed(() => phone.picture('accessible-trouble'));
  const { page } = phone;
  const { missing } = await reportTrouble(product.url);
  for (const language of languages.toReversed()) {
    await speaks(page, language);
    await page.setViewportSize(deskSize);
    await page.goto(`/desk/${missing}`);
    await overMissing(page, messagesIn[language], audits(language, 'desk'));
    await page.setViewportSize(smallPhone);
    await page.goto('/desk?photos=missing');
    await page
      .getByRole('list', { name: messagesIn[language].desk.list })
      .getByRole('listitem')
      .first()
      .waitFor();
    await audits(language, 'desk')('those with missing photos');
  }
  await page.goto('/me');
  await press(page, messagesIn.zh.me.signOut);
  await press(page.getByRole('dialog'), messagesIn.zh.me.signOutYes);
  await signIn(page, demoAccount(product.output, 'admin'));
  await page.getByRole('button', { name: messagesIn.zh.me.signOut }).waitFor();
  for (const language of languages) {
    await speaks(page, language);
    await page.goto('/desk');
    await page.getByRole('link', { name: messagesIn[language].deadLetters.openCount(1) }).waitFor();
    await audits(language, 'desk')('desk of an admin');
    for (const size of [deskSize, smallPhone]) {
      await page.setViewportSize(size);
      await overDeadLetters(page, messagesIn[language], audits(language, 'desk'));
    }
  }
});

test.runIf(isFullRun)(
  'accessibility, the admin desk on wide and narrow screens → axe finds no fault',
  async () => {
    onTestFailed(() => phone.picture('accessible-office'));
    const { page } = phone;
    await setsUpTheOffice(product.url, demoAccount(product.output, 'admin').username);
    for (const language of languages) {
      await speaks(page, language);
      for (const size of [deskSize, smallPhone]) {
        await page.setViewportSize(size);
        await overOffice(page, audits(language, 'desk'));
      }
    }
  },
);
