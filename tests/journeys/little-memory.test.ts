/** Twenty photos from the album, one of 48 megapixels, none with a position, on a phone with little memory. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { MAX_THUMBNAIL_BYTES } from '#domain/ledger/photo-manifest.ts';
import { readRows, type Hashed } from '#tests/support/database/indexed-rows.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';

const PHOTOS = 20;
const LITTLE = ['--enable-low-end-device-mode', '--js-flags=--max-old-space-size=96'];

let stage: PhoneBehindLink;
beforeAll(async () => {
  stage = await PhoneBehindLink.open({ flags: LITTLE });
});
afterAll(() => stage?.end());

/** Photos of the same size, each with its own number in it. */
const drawn = async (count: number, width: number, height: number): Promise<readonly string[]> => {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  for (let at = 0; at < 600; at++) {
    pen.fillStyle = `hsl(${(at * 47) % 360} 45% ${20 + ((at * 13) % 60)}%)`;
    pen.fillRect((at * 7919) % width, (at * 6101) % height, width / 9, height / 12);
  }
  const paths = [];
  for (let number = 1; number <= count; number++) {
    pen.fillStyle = '#fff';
    pen.fillRect(0, (number * height) / (count + 1), width / 2, 40);
    const path = join(stage.folder, `${width}-${number}.jpg`);
    await writeFile(path, await canvas.encode('jpeg', 85));
    paths.push(path);
  }
  return paths;
};

/** The browser has permission for the camera only. */
const refusesToBeFound = async (): Promise<void> => {
  const context = stage.phone.page.context();
  await context.clearPermissions();
  await context.grantPermissions(['camera']);
};

test('[D13a] [D13c] [D13d] [D13e] [D13f] twenty large photos without a position, little memory → all in the draft, and the report has no position', async () => {
  onTestFailed(() => stage.pictures('little-memory'));
  const { phone, patroller } = stage;
  const [huge] = await drawn(1, 8000, 6000);
  const large = await drawn(PHOTOS, 3264, 2448);
  await patroller.opensTheApp();
  const { page } = phone;
  let crashes = 0;
  page.on('crash', () => (crashes += 1));
  await refusesToBeFound();
  await stage.signsIn();
  patroller.goesOffline();
  await patroller.beginsAReport();
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await patroller.describes({ family: 'ebike', kind: '楼道充电' }, '相册里的照片');
  expect(await patroller.picks(huge!)).toBe('accepted');
  await patroller.picksTogether(large.slice(1));
  expect(await patroller.picks(large[0]!)).toBe('refused');
  expect(await patroller.photoCount()).toBe(PHOTOS);
  await patroller.reads('无定位', '未允许定位');
  expect([crashes, await page.evaluate(() => Reflect.get(globalThis, 'isSamePage'))]).toEqual([0, true]);

  await phone.kill();
  await phone.start();
  await refusesToBeFound();
  await patroller.beginsAReportFromAnywhere();
  const drafts = await readRows(phone.page, 'grid-patrol-main-', 'drafts');
  expect(drafts.map(({ photos }) => (photos as unknown[]).length)).toEqual([PHOTOS]);
  await patroller.savesAndGoesOn();
  const [saved] = await readRows(phone.page, 'grid-patrol-main-', 'outbox');
  const { body, photos } = saved!['event'] as {
    body: object;
    photos: { position: null; width: number; thumbnail: { sha256: string } }[];
  };
  expect(body).toMatchObject({ position: null, noPosition: 'denied' });
  expect(photos).toHaveLength(PHOTOS);
  expect(new Set(photos.map(({ position, width }) => `${position} ${width}`))).toEqual(
    new Set(['null 1600']),
  );
  const rows = await readRows(phone.page, 'grid-patrol-main-', 'photoBytes');
  const bytesByHash = new Map(rows.map((row) => [row['sha256'], (row['data'] as Hashed).bytes]));
  for (const { thumbnail } of photos)
    expect(bytesByHash.get(thumbnail.sha256)).toBeLessThanOrEqual(MAX_THUMBNAIL_BYTES);
});
