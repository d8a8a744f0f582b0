/**
 * Incomplete and rejected reports, seen from both ends: a photo that fails and is sent on the next day over another
 * network, and a rejected report that an admin corrects. The real app, engine and server.
 */
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { editReference } from '#server/ledger/reference.ts';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { openStore } from '#server/store/store.ts';
import { heldPhotos } from '#tests/support/database/indexed-rows.ts';
import type { ReportFields } from '#tests/support/people/patroller.ts';
import type { Phone } from '#tests/support/people/phone.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { photoFiles } from '#tests/support/data/photos.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { Reviewer } from '#tests/support/people/reviewer.ts';
import { perfectLink } from '#tests/support/link/shaping-proxy.ts';
import { signIn } from '#tests/support/clients/sign-in.ts';
import { core } from '#ui/i18n/zh/core.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';

const SOON = 30_000;
const words: ReportFields = {
  family: 'ebike',
  kind: '楼道充电',
  building: '7 幢',
  unit: '1 单元',
  floor: '2 层',
  spot: '楼梯口',
  description: '三张照片的一处',
};

let stage: PhoneBehindLink;
let desk: Phone;
beforeAll(async () => {
  stage = await PhoneBehindLink.open();
  desk = await stage.addsDesk();
  await stage.patroller.opensTheApp();
  await stage.signsIn();
  await stage.patroller.hasADurableSession();
});
afterAll(() => stage?.end());

const cards = (says: string): Promise<number> =>
  eventually(
    () => stage.patroller.countsCardsSaying(says),
    (count) => count > 0,
    SOON,
  );

test('[D3a] [D3b] [D3c] a report whose second photo fails → 2 of 3 at the desk, and all photos on the next day, hash for hash', async () => {
  onTestFailed(() => stage.pictures('overlooked'));
  const { phone, patroller, product, folder } = stage;
  const photos = await photoFiles(3, phone.page, join(folder, 'photos'));
  await patroller.beginsAReport();
  await patroller.picksTogether(photos);
  await patroller.fillsIn(words);
  patroller.goesOffline();
  await patroller.savesAndGoesOn();
  const held = await heldPhotos(phone.page);
  expect(held).toHaveLength(3);
  const [, second] = held;
  await phone.page.route(`**/api/photos/${second!.sha256}`, (route) => route.abort());
  patroller.comesBackOn(perfectLink);
  await patroller.goesHome();
  await patroller.opensMyReports();
  await cards('照片 2/3');

  const reviewer = new Reviewer(desk);
  await reviewer.opensTheDesk(stage.account('reviewer'));
  const { page } = desk;
  await page.getByRole('button', { name: '1 件等待照片' }).click();
  await eventually(
    () => reviewer.countsCases(),
    (count) => count === 1,
    SOON,
  );
  await reviewer.opensCase(0);
  const detail = page.getByRole('region', { name: '案件', exact: true });
  await detail.getByText('照片 2/3', { exact: true }).waitFor();
  await detail.getByText('照片只到了 2/3，其余还没有送达').waitFor();
  // The phone still has all photos: `heldPhotos` hashes its bytes.
  expect(await heldPhotos(phone.page)).toEqual(held);

  await phone.close();
  await patroller.opensTheApp();
  await patroller.opensMyReports();
  await cards(core.trust.complete);
  expect(await heldPhotos(phone.page)).toEqual(held);
  const names = held.flatMap((photo) => [photo.sha256, photo.thumbnail]);
  expect(Object.fromEntries(await storedPhotos(product.dataDir))).toEqual(
    Object.fromEntries(names.map((name) => [name, 1])),
  );
  await detail.getByText('照片只到了 2/3，其余还没有送达').waitFor({ state: 'detached' });
  expect([...(await reviewer.seesWholePhotos())].sort()).toEqual(held.map((photo) => photo.sha256).sort());
});

/** As on a server that was restored from before the kind was added. */
const forgetKind = async (code: string): Promise<void> => {
  const store = await openStore(join(stage.product.dataDir, 'grid-patrol.sqlite'));
  await store.write.transaction().execute(async (tx) => {
    const { region } = await tx.selectFrom('regions').select('region').executeTakeFirstOrThrow();
    const feed = await openFeed(tx, region);
    await tx.deleteFrom('reference').where('kind', '=', 'hazardKind').where('id', '=', code).execute();
    // The server reads its reference data again after an edit.
    const other = shippedHazardKinds.find((kind) => kind.code !== code)!;
    const edit = { kind: 'hazardKind' as const, id: other.code, value: other };
    await editReference(tx, feed, [edit], { by: null, at: 1 });
    await feed.close();
  });
  await store.close();
};

test('[D16b] [D16c] [D16e] [T3c] a report of a kind that the server does not know, corrected by an admin → a case, and its author’s phone shows it', async () => {
  onTestFailed(() => stage.pictures('letter'));
  const { phone, patroller, folder } = stage;
  await patroller.goesHome();
  patroller.goesOffline();
  await patroller.beginsAReport();
  await patroller.picksTogether(await photoFiles(1, phone.page, join(folder, 'more')));
  await patroller.fillsIn({ ...words, description: '类别已取消的一处' });
  await patroller.savesAndGoesOn();
  await forgetKind('EB01');
  patroller.comesBackOn(perfectLink);
  await patroller.goesHome();
  await patroller.opensMyReports();
  await cards('未被接收');

  const { page } = desk;
  await page.goto('/me');
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '退出' }).click();
  await signIn(page, stage.account('admin'));
  await page.getByRole('link', { name: /^审核/ }).click();
  await page.getByRole('link', { name: /^未能入账.*1 份待处理/ }).click();
  await page.getByRole('list', { name: '待处理' }).getByRole('link').click();
  // Inside the app: no page is loaded, and a picture that still loads must not delay it.
  await page.waitForURL(/\/admin\/dead-letters\?letter=/, { waitUntil: 'commit' });
  // A bookmark with the former address of the list.
  await page.goto(page.url().replace('/admin/dead-letters', '/desk/letters'));
  await page.waitForURL(/\/admin\/dead-letters\?letter=/, { waitUntil: 'commit' });
  const letter = page.getByRole('region', { name: '内容' });
  await letter.getByText('类别已取消的一处', { exact: true }).waitFor();
  await letter.getByRole('button', { name: '放大照片 1' }).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    letter.getByRole('link', { name: '导出' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^letter-[0-9a-f]{12}\.json$/);
  await letter.getByRole('button', { name: '原样提交' }).click();
  await letter.getByRole('alert').filter({ hasText: '仍未入账：目录里没有这个隐患类别' }).waitFor();
  await letter.getByRole('button', { name: '改正后入账' }).click();
  await letter.getByRole('combobox', { name: '隐患类别' }).selectOption('EB02');
  await letter.getByRole('button', { name: '改正后入账' }).click();
  await letter.getByText('已入账').waitFor();
  await page.getByRole('list', { name: '已处理' }).getByRole('listitem').waitFor();

  await patroller.goesHome();
  await patroller.sendsNow();
  await patroller.opensMyReports();
  await eventually(
    async () => [
      await patroller.countsCardsSaying('未被接收'),
      await patroller.countsCardsSaying('飞线充电'),
    ],
    ([rejected, corrected]) => rejected === 0 && corrected === 1,
    SOON,
  );
  await letter.getByRole('link', { name: '看案件' }).click();
  await page.getByText('内容由 吴刚 改正后入账').waitFor();
});
