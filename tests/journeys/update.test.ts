/** A new version during a report: it waits, is offered after the report, and nothing is lost by accepting it. */
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { hangingCable, type ReportFields } from '#tests/support/people/patroller.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { drawPhoto } from '#tests/support/data/photos.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { perfectLink } from '#tests/support/link/shaping-proxy.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';

const root = join(import.meta.dirname, '../..');
const todaysDist = join(root, 'dist');
/** The next version: today's build with another page, and every hashed file under another name. */
const nextDist = join(root, 'test-results/next-version');

const words: ReportFields = { ...hangingCable, description: '从三楼窗口拉下来，正在写的时候来了新版本' };

let stage: PhoneBehindLink;

const buildNextVersion = async (): Promise<void> => {
  await rm(nextDist, { recursive: true, force: true });
  await mkdir(nextDist, { recursive: true });
  await cp(todaysDist, nextDist, { recursive: true });
  const edit = async (name: string, change: (text: string) => string): Promise<void> => {
    const path = join(nextDist, 'app', name);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`${name} is what it was`);
    await writeFile(path, after);
  };
  const assets = await readdir(join(nextDist, 'app/assets'));
  const anyAsset = new RegExp(assets.map((name) => name.replaceAll('.', '\\.')).join('|'), 'g');
  for (const name of ['index.html', 'sw.js', ...assets.map((it) => `assets/${it}`)]) {
    const path = join(nextDist, 'app', name);
    await writeFile(path, (await readFile(path, 'utf8')).replace(anyAsset, 'next-$&'));
  }
  for (const name of assets)
    await rename(join(nextDist, 'app/assets', name), join(nextDist, 'app/assets', `next-${name}`));
  await edit('index.html', (it) =>
    it.replace('</head>', '<meta name="next-version" content="yes" /></head>'),
  );
  await edit('sw.js', (it) =>
    it.replace(/"revision":"\w+","url":"index.html"/, '"revision":"next","url":"index.html"'),
  );
};

beforeAll(async () => {
  await buildNextVersion();
  // Chromium starts the service worker early for links that come into view. A debugger, as here, keeps workers alive: an
  // old worker that is started while it ends would never end, and the new one would wait for it.
  stage = await PhoneBehindLink.open({ flags: ['--disable-features=SpeculativeServiceWorkerWarmUp'] });
  await stage.patroller.opensTheApp();
  await stage.signsIn();
});

afterAll(async () => {
  await stage?.end();
  await rm(nextDist, { recursive: true, force: true });
});

const isNext = (page: Page) => page.locator('meta[name=next-version]').count();

/** The new version is on the phone and waits for consent. */
const updateWaits = async (page: Page): Promise<void> => {
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
  await eventually(
    () => page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)),
    (waiting) => waiting,
    30_000,
  );
};

const takesTheUpdate = (page: Page) => page.getByRole('button', { name: '重新载入' }).click();

test('a new version, a report is open → offered after the report, and saved reports are kept', async () => {
  onTestFailed(() => stage.pictures('update'));
  const { phone, patroller } = stage;
  await patroller.beginsAReport();
  await patroller.fillsIn(words);
  await patroller.seesTheDraftSaved();
  await phone.page.evaluate(() => Object.assign(globalThis, { isStillHere: true }));

  await stage.updatesTheProduct(nextDist);
  await updateWaits(phone.page);
  const offer = phone.page.getByText('有新版本');
  expect(await phone.page.evaluate('globalThis.isStillHere')).toBe(true);
  expect(await patroller.readsTheForm()).toEqual(words);
  expect(await offer.count()).toBe(0);

  await patroller.savesAndGoesOn();
  await phone.page
    .getByRole('link', { name: '返回' })
    .or(phone.page.getByRole('button', { name: '返回' }))
    .first()
    .click();
  await patroller.seesTheHome();
  await offer.waitFor();
  expect(await phone.page.evaluate('globalThis.isStillHere')).toBe(true);
  expect(await isNext(phone.page)).toBe(0);

  await takesTheUpdate(phone.page);
  await eventually(
    () => isNext(phone.page),
    (count) => count === 1,
    30_000,
  );
  await patroller.opensMyReports();
  await eventually(
    () => patroller.seesTrust(),
    (cards) => cards.length === 1 && cards[0] === 'complete',
    30_000,
  );
});

test('[D8c] an open page of the old version, another tab accepts the new one → it takes photos and saves, without a link', async () => {
  onTestFailed(() => stage.pictures('update-two-tabs'));
  const { phone, folder, patroller } = stage;
  const { page } = phone;
  const { dataDir } = stage.product;
  const before = await storedPhotos(dataDir);
  await patroller.goesHome();
  const itsVersion = await isNext(page);
  await patroller.beginsAReport();
  const other = await page.context().newPage();
  await other.goto('/');

  // Going back to the previous build is an update like any other.
  await stage.updatesTheProduct(itsVersion ? todaysDist : nextDist);
  await updateWaits(other);
  await takesTheUpdate(other);
  await eventually(
    () => isNext(other),
    (version) => version !== itsVersion,
    30_000,
  );
  // The browser may drop its own HTTP cache at any time.
  const session = await page.context().newCDPSession(page);
  await session.send('Network.clearBrowserCache');
  patroller.goesOffline();

  const outcomes = [];
  for (let photo = 0; photo < 5; photo++) {
    const path = join(folder, `${photo}.jpg`);
    await writeFile(path, await drawPhoto(page, photo));
    outcomes.push(await patroller.picks(path));
  }
  expect(outcomes).toEqual(Array(5).fill('accepted'));
  await patroller.describes(words, '另一个标签页已经更新');
  await patroller.savesAndGoesOn();
  expect(await isNext(page)).toBe(itsVersion);

  patroller.comesBackOn(perfectLink);
  await patroller.goesHome();
  await eventually(
    async () => (await storedPhotos(dataDir)).size - before.size,
    (arrived) => arrived === outcomes.length * 2,
    30_000,
  );
  await patroller.opensMyReports();
  await eventually(
    () => patroller.seesTrust(),
    (cards) => cards.length > 0 && cards.every((card) => card === 'complete'),
    30_000,
  );

  // After a restart, the app keeps only the files of its own version.
  const isKept = () => page.evaluate(() => caches.has('earlier-versions'));
  expect(await isKept()).toBe(true);
  await other.close();
  const isKeptWhenOpenedAgain = async () => {
    await page.goto('about:blank');
    await patroller.goesHome();
    return isKept();
  };
  // The browser takes a moment to remove a closed page.
  await eventually(isKeptWhenOpenedAgain, (kept) => !kept, 20_000);
});
