/** Two tabs and the service worker at the same time, and a tab that hangs and holds the lock, in the built app. */
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { deadLettersAnswerSchema } from '#domain/protocol/dead-letters.ts';
import { readAnswer, signIn, takePhoto } from '#tests/support/clients/device.ts';
import { fireSync } from '#tests/support/people/fire-sync.ts';
import { heldPhotos } from '#tests/support/database/indexed-rows.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { perfectLink } from '#tests/support/link/shaping-proxy.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import type { FieldPage } from '../sw/field-page.ts';

declare const fieldPage: FieldPage;

const REPORTS = 20;
const SILENCE = 15_000;
/** So slow that all three have sent a request before the first answer. */
const farAway = { ...perfectLink, rttMillis: 1_500 };
/** So slow that a request in flight stays in flight. */
const stuck = { ...perfectLink, upBitsPerSecond: 8_000 };

let stage: PhoneBehindLink;
let saving: string;

/** The drafts and the save of the product, callable from the console of its page. */
const bundleFieldPage = async (): Promise<string> => {
  const entry = join(import.meta.dirname, '../sw/field-page.ts');
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, rollupOptions: { input: entry, output: { format: 'iife' } } },
  });
  if (!('output' in built)) throw new Error('not one bundle');
  return built.output[0].code;
};

beforeAll(async () => {
  saving = await bundleFieldPage();
  // One process per tab, so that a hanging tab does not block another.
  stage = await PhoneBehindLink.open({
    flags: ['--disable-features=ProcessPerSiteUpToMainFrameThreshold'],
  });
  await stage.patroller.opensTheApp();
  await stage.signsIn();
});

afterAll(() => stage?.end());

const saves = async (page: Page, reports: number): Promise<void> => {
  await page.evaluate(saving);
  const photos = Array.from({ length: reports }, () => {
    const { bytes, thumbnail, manifest } = takePhoto(5_000);
    return { manifest: { ...manifest }, data: [[...bytes], [...thumbnail]] };
  });
  await page.evaluate(async (all) => {
    for (const photo of all) await fieldPage.save(photo);
  }, photos);
};

const isAllSent = (page: Page): Promise<unknown> =>
  eventually(
    () => page.evaluate(() => fieldPage.left()),
    ({ states, verdicts }) =>
      states.every((state) => state === 'confirmed') && verdicts.every((verdict) => verdict === 'applied'),
    60_000,
  );

const theServerHoldsEachOnce = async (page: Page, reports: number): Promise<void> => {
  const held = await heldPhotos(page);
  expect(held).toHaveLength(reports);
  const names = held.flatMap((photo) => [photo.sha256, photo.thumbnail]);
  expect(Object.fromEntries(await storedPhotos(stage.product.dataDir))).toEqual(
    Object.fromEntries(names.map((name) => [name, 1])),
  );
  const { username, password } = stage.account('reviewer');
  const { subjects } = await (await signIn(stage.product.url, username, { password })).pullsAll();
  expect(subjects.map(({ subject }) => subject.timeline.length)).toEqual(Array(reports).fill(1));
  const admin = stage.account('admin');
  const office = await signIn(stage.product.url, admin.username, admin);
  const { letters } = await readAnswer(deadLettersAnswerSchema, await office.request('/api/letters'));
  expect(letters).toEqual([]);
};

test('[D18a] two tabs and the service worker, no lock → 20 reports are sent once', async () => {
  onTestFailed(() => stage.pictures('tabs-at-once'));
  const { phone, link, patroller } = stage;
  const { page } = phone;
  await page.context().addInitScript(() => {
    type Hold = () => Promise<void>;
    const request = navigator.locks.request.bind(navigator.locks);
    const unlocked = (name: string, options: LockOptions, hold: Hold) =>
      name.startsWith('grid-patrol-sync-') ? hold() : request(name, options, hold);
    Object.assign(navigator.locks, { request: unlocked });
    // The tabs do not tell the worker that they run either.
    const post = Reflect.get(BroadcastChannel.prototype, 'postMessage');
    BroadcastChannel.prototype.postMessage = function (message: unknown) {
      if (!this.name.endsWith('-life')) post.call(this, message);
    };
  });
  patroller.goesOffline();
  const other = await page.context().newPage();
  await Promise.all([page.goto('/'), other.goto('/')]);
  await patroller.seesTheHome();
  await saves(page, REPORTS);
  let pushes = 0;
  link.observer = {
    up: (_, piece) => {
      if (piece.toString('latin1').startsWith('POST /api/sync/push')) pushes += 1;
    },
    down: () => {},
    gone: () => {},
  };
  patroller.comesBackOn(farAway);
  await Promise.all([
    fireSync(page),
    ...[page, other].map((tab) => tab.evaluate(() => globalThis.dispatchEvent(new Event('online')))),
  ]);
  await eventually(
    async () => pushes,
    (count) => count === 3,
    20_000,
  );
  link.observer = null;
  link.shape({ ...perfectLink, rttMillis: 20 });
  await isAllSent(page);
  await theServerHoldsEachOnce(page, REPORTS);
  await page.context().close();
  await patroller.opensTheApp();
});

test('[D18d] [D18a] a tab hangs and holds the lock → another steals the lock, and the tab does no harm when it resumes', async () => {
  onTestFailed(() => stage.pictures('hanging-tab'));
  const { phone, link, patroller } = stage;
  const hanging = phone.page;
  await patroller.seesTheHome();
  link.shape(stuck);
  await saves(hanging, 3);
  await patroller.sendsNow();
  const isHeld = async () =>
    (await hanging.evaluate(() => navigator.locks.query())).held?.map((it) => it.name);
  await eventually(
    isHeld,
    (names) => names?.some((it) => it?.startsWith('grid-patrol-sync-')) ?? false,
    20_000,
  );
  const other = await hanging.context().newPage();
  await other.goto('/manifest.webmanifest');
  await other.evaluate(saving);
  const session = await hanging.context().newCDPSession(hanging);
  await session.send('Debugger.enable');
  const hangs = async () => {
    const paused = new Promise((resolve) => session.once('Debugger.paused', resolve));
    await session.send('Debugger.pause');
    await paused;
  };
  // Browsers do not freeze a tab whose transaction others wait for; a debugger stops it anyway.
  const isFree = () =>
    Promise.race([
      other.evaluate(() => fieldPage.takesTheDatabase()).then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, 1_000, false)),
    ]);
  for (await hangs(); !(await isFree()); await hangs()) await session.send('Debugger.resume');

  // Only this timeout is shortened, to a fifth.
  await other.addInitScript((silence) => {
    const later = globalThis.setTimeout;
    const sooner = (work: () => void, millis?: number) =>
      later(work, millis === silence ? silence / 5 : millis);
    Object.assign(globalThis, { setTimeout: sooner });
  }, SILENCE);
  await other.goto('/');
  await other.evaluate(saving);
  await eventually(
    () => other.evaluate(() => fieldPage.inLine()),
    (count) => count > 0,
    20_000,
  );
  expect((await other.evaluate(() => fieldPage.left())).photos).toBe(3);
  link.shape(perfectLink);
  await isAllSent(other);
  await session.send('Debugger.resume');
  await session.detach();
  await isAllSent(hanging);
  await theServerHoldsEachOnce(hanging, REPORTS + 3);
});
