import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import type { ReportFields } from '#tests/support/people/patroller.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { photoFiles } from '#tests/support/data/photos.ts';
import { eventually } from '#tests/support/people/progress.ts';

const half: ReportFields = {
  family: 'gas',
  kind: '软管超长',
  building: '7 幢',
  unit: '3 单元',
  floor: '',
  spot: '厨房',
  description: '软管穿墙，写到一半',
};

let stage: PhoneBehindLink;
beforeAll(async () => {
  stage = await PhoneBehindLink.open();
});
afterAll(() => stage?.end());

test('a draft with a photo, the browser is killed → restored', async () => {
  onTestFailed(() => stage.pictures('draft-survives-kill'));
  const { phone, folder, patroller } = stage;
  await patroller.opensTheApp();
  const [photo] = await photoFiles(1, phone.page, folder);
  await stage.signsIn();
  patroller.goesOffline();

  await patroller.beginsAReport();
  expect(await patroller.picks(photo!)).toBe('accepted');
  await patroller.fillsIn(half);
  await patroller.seesTheDraftSaved();
  await phone.kill();

  await patroller.opensTheApp();
  await patroller.isBackInTheReport();
  expect(await patroller.readsTheForm()).toEqual(half);
  await eventually(
    () => patroller.photoCount(),
    (count) => count === 1,
    20_000,
  );
  await patroller.savesAndGoesOn();
  await patroller.opensMyReports();
  await patroller.seesTrustOf('onPhone');
});
