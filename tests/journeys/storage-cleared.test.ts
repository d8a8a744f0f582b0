/** The system clears the storage of the app; only the cookie is left. The app shows what is lost and works again. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { MARKER } from '#domain/protocol/version.ts';
import { hangingCable, type ReportFields } from '#tests/support/people/patroller.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { photoFiles } from '#tests/support/data/photos.ts';
import { eventually } from '#tests/support/people/progress.ts';

const words = (building: string): ReportFields => ({ ...hangingCable, building });

let stage: PhoneBehindLink;
beforeAll(async () => {
  stage = await PhoneBehindLink.open();
});
afterAll(() => stage?.end());

/** The server answers these requests with an error. */
const refuses = (path: string) =>
  stage.phone.page.route(path, (route) =>
    route.fulfill({
      status: 503,
      json: { marker: MARKER, serverTime: Date.now(), error: 'internal', message: 'in trouble' },
    }),
  );

test('[D7a] [D7b] [D7c] [D7d] the system cleared the storage → enrolled again without a tap, the loss is shown until closed, and reports work', async () => {
  onTestFailed(() => stage.pictures('storage-cleared'));
  const { phone, folder, patroller } = stage;
  await patroller.opensTheApp();
  const [photo, other] = await photoFiles(2, phone.page, folder);
  await stage.signsIn();

  // The server receives the text of one report, but not its photo.
  await refuses('**/api/photos/*');
  await patroller.beginsAReport();
  expect(await patroller.picks(photo!)).toBe('accepted');
  await patroller.fillsIn(words('1 幢'));
  await patroller.savesAndGoesOn();
  await patroller.opensMyReports();
  await eventually(
    () => patroller.seesTrust(),
    ([card]) => card === 'textReceived' || card === 'photos',
    20_000,
  );
  // Two more stay on the phone; a pull carries their number to the server.
  await refuses('**/api/sync/push');
  await patroller.beginsAReportFromAnywhere();
  for (const building of ['2 幢', '3 幢']) {
    await patroller.fillsIn(words(building));
    await patroller.savesAndGoesOn();
  }
  const told = phone.page.waitForResponse((it) => it.url().includes('unsent=2'));
  await patroller.goesHome();
  await told;

  await phone.losesItsStorage();
  await phone.page.unroute('**/api/photos/*');
  await phone.page.unroute('**/api/sync/push');
  const banner = phone.page.getByRole('status').filter({ hasText: '系统清理过这部手机上的数据' });
  await patroller.goesHome();
  await banner.waitFor();
  expect(await banner.innerText()).toMatch(/有 2 条存在本机的记录没有送出[\s\S]*缺 1 张照片/);

  await patroller.goesHome();
  await banner.waitFor();
  await banner.getByRole('button', { name: '关闭' }).click();
  // The message disappears after the write: a page closed earlier would not have dismissed it.
  await banner.waitFor({ state: 'detached' });
  await patroller.goesHome();
  // By then the home shows all of its messages.
  await phone.page.getByRole('article').first().waitFor();
  expect(await banner.count()).toBe(0);

  await patroller.beginsAReport();
  expect(await patroller.picks(other!)).toBe('accepted');
  await patroller.fillsIn(words('4 幢'));
  await patroller.savesAndGoesOn();
  await patroller.opensMyReports();
  await eventually(
    () => patroller.seesTrust(),
    (cards) => cards.length === 2 && cards[0] === 'complete',
    20_000,
  );
});
