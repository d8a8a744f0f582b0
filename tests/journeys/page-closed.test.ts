/** The app is closed with unsent reports: in Chromium its service worker sends them, with no page open. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { signIn } from '#tests/support/clients/device.ts';
import { heldPhotos } from '#tests/support/database/indexed-rows.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { drawPhoto } from '#tests/support/data/photos.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { perfectLink } from '#tests/support/link/shaping-proxy.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';

const PHOTOS = 3;
/** Slow enough that the photos of a report take ten seconds and more in parallel. */
const slowLink = { ...perfectLink, upBitsPerSecond: 400_000, rttMillis: 100 };
const SOME_BYTES = 100_000;

let stage: PhoneBehindLink;
beforeAll(async () => {
  stage = await PhoneBehindLink.open();
  // Granting permissions to a context removes all others.
  await stage.patroller.opensTheApp();
  await stage.phone.page.context().grantPermissions(['background-sync', 'camera', 'geolocation']);
  await stage.signsIn();
});
afterAll(() => stage?.end());

const reports = async (description: string): Promise<readonly unknown[]> => {
  const { username, password } = stage.account('reviewer');
  const { subjects } = await (await signIn(stage.product.url, username, { password })).pullsAll();
  return subjects.filter(({ subject }) => 'description' in subject && subject.description === description);
};

const stored = async (names: readonly string[]): Promise<number> => {
  const files = await storedPhotos(stage.product.dataDir);
  return names.filter((name) => files.get(name) === 1).length;
};

const isOnTheServer = async (description: string, names: readonly string[]): Promise<void> => {
  await eventually(
    () => stored(names),
    (there) => there === names.length,
    60_000,
  );
  expect(await reports(description)).toHaveLength(1);
};

const savesAReport = async (description: string): Promise<readonly string[]> => {
  const { patroller, phone } = stage;
  await patroller.beginsAReportFromAnywhere();
  const before = new Set((await heldPhotos(phone.page)).map(({ sha256 }) => sha256));
  for (let photo = 0; photo < PHOTOS; photo++) {
    const path = join(stage.folder, `${before.size + photo}.jpg`);
    await writeFile(path, await drawPhoto(phone.page, before.size + photo));
    expect(await patroller.picks(path)).toBe('accepted');
  }
  await patroller.describes({ family: 'ebike', kind: '楼道充电' }, description);
  await patroller.savesAndGoesOn();
  const news = (await heldPhotos(phone.page)).filter(({ sha256 }) => !before.has(sha256));
  expect(news).toHaveLength(PHOTOS);
  return news.flatMap(({ sha256, thumbnail }) => [sha256, thumbnail]);
};

const opensTheAppAgain = async (): Promise<void> => {
  await stage.patroller.goesHome();
  await stage.patroller.reads('全部已送达', '本机没有等待发送的内容');
};

test('[D9c] reports saved without a link, the app is closed, online → all on the server before the app is opened', async () => {
  onTestFailed(() => stage.pictures('page-closed'));
  const { phone, link } = stage;
  const context = phone.page.context();
  link.goOffline();
  await context.setOffline(true);
  const names = await savesAReport('关掉应用之前');
  await phone.closesTheApp();
  expect(await phone.openPages()).toEqual([]);
  link.goOnline();
  await context.setOffline(false);
  await isOnTheServer('关掉应用之前', names);
  expect(await phone.openPages()).toEqual([]);
  await opensTheAppAgain();
});

test('[D9c] [D9d] [H3c] the app is closed during an upload → the service worker sends the rest, with no page open', async () => {
  onTestFailed(() => stage.pictures('page-closed-in-photo'));
  const { phone, link } = stage;
  link.goOffline();
  const names = await savesAReport('照片发到一半');
  link.shape(slowLink);
  const before = link.bytesUp;
  link.goOnline();
  await stage.patroller.firesOnline();
  // Thumbnails are sent first and are much smaller.
  await eventually(
    async () => link.bytesUp - before,
    (bytes) => bytes > SOME_BYTES,
    60_000,
  );
  await phone.closesTheApp();
  expect(await phone.openPages()).toEqual([]);
  expect(await stored(names)).toBeLessThan(names.length);
  link.shape(perfectLink);
  await isOnTheServer('照片发到一半', names);
  expect(await phone.openPages()).toEqual([]);
  await opensTheAppAgain();
});
