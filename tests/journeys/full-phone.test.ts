/** A full phone: Chromium gets a small quota. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { readRows } from '#tests/support/database/indexed-rows.ts';
import { hangingCable } from '#tests/support/people/patroller.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { drawPhoto } from '#tests/support/data/photos.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { perfectLink } from '#tests/support/link/shaping-proxy.ts';

let stage: PhoneBehindLink;
beforeAll(async () => {
  stage = await PhoneBehindLink.open();
});
afterAll(() => stage?.end());

/** Space for the app, the reserve for text, and about three photos. */
const QUOTA = 7_000_000;

test('[D6a] [D6b] [D6c] [D6f] a full phone, a new report → confirmed photos are freed, a photo without space is named, and the text is saved', async () => {
  onTestFailed(() => stage.pictures('full-phone'));
  const { phone, link, folder, patroller } = stage;
  const page = await phone.start();
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(link.url);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA });
  await page.goto('/');
  await stage.signsIn();
  const draw = async (seed: number): Promise<string> => {
    const path = join(folder, `${seed}.jpg`);
    await writeFile(path, await drawPhoto(page, seed, 1600));
    return path;
  };
  const states = async () => (await readRows(page, 'grid-patrol-main-', 'photos')).map((row) => row['state']);

  await patroller.beginsAReport();
  expect(await patroller.picks(await draw(0))).toBe('accepted');
  await patroller.fillsIn(hangingCable);
  await patroller.savesAndGoesOn();
  await eventually(states, ([state]) => state === 'confirmed', 30_000);

  patroller.goesOffline();
  let taken = 0;
  let path = '';
  do path = await draw(++taken);
  while (taken < 20 && (await patroller.picks(path)) === 'accepted');
  expect(await patroller.readsRefusalOf(path)).toContain('手机空间不足，照片没有加入。文字仍会保存');
  const bytes = (await readRows(page, 'grid-patrol-main-', 'photoBytes')).map((row) => row['sha256']);
  const [arrived] = await readRows(page, 'grid-patrol-main-', 'photos');
  expect(bytes).toContain(arrived!['thumbnail']);
  expect(bytes).not.toContain(arrived!['sha256']);

  await patroller.fillsIn({ ...hangingCable, description: '手机已满，'.repeat(80) });
  await patroller.seesTheDraftSaved();
  await patroller.savesAndGoesOn();
  await patroller.opensMyReports();
  await patroller.seesTrustOf('onPhone', 'complete');

  // The disk stays full: only received photos free space.
  patroller.comesBackOn(perfectLink);
  await patroller.goesHome();
  await patroller.opensMyReports();
  await eventually(
    () => patroller.seesTrust(),
    (cards) => cards.length === 2 && cards.every((card) => card === 'complete'),
    30_000,
  );
  expect(await states()).toHaveLength(taken);
});
