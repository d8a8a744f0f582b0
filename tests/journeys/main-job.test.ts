/**
 * The main job from end to end: a patroller without signal saves reports with photos, the browser is killed twice, the
 * link that returns is slow and breaks every few seconds, and a reviewer files the cases. It uses the interface only;
 * IndexedDB and the data folder are read, never written.
 */
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { heldPhotos, readRows, type HeldPhoto } from '#tests/support/database/indexed-rows.ts';
import type { Case } from '#domain/case/case.ts';
import type { Patroller, ReportFields } from '#tests/support/people/patroller.ts';
import type { Phone } from '#tests/support/people/phone.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { hasFixtures, hostileFiles, photoFiles } from '#tests/support/data/photos.ts';
import { eventually, startProgress } from '#tests/support/people/progress.ts';
import { Reviewer } from '#tests/support/people/reviewer.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { perfectLink, type LinkShape } from '#tests/support/link/shaping-proxy.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';

const REPORTS = isFullRun ? 25 : 6;
const PHOTOS = 2 * REPORTS;
const ARRIVAL_MILLIS = 480_000;
const bitsPerSecond = isFullRun ? 1_000_000 : 4_000_000;
const badLink: LinkShape = {
  upBitsPerSecond: bitsPerSecond,
  downBitsPerSecond: bitsPerSecond,
  rttMillis: 200,
  cutEveryMillis: isFullRun ? [3_000, 8_000] : [1_500, 4_000],
};

const kinds: readonly Pick<ReportFields, 'family' | 'kind'>[] = [
  { family: 'ebike', kind: '楼道充电' },
  { family: 'gas', kind: '软管超长' },
  { family: 'waste', kind: '暴露垃圾' },
  { family: 'other', kind: '井盖破损' },
];
const wordsOf = (report: number): ReportFields => ({
  ...kinds[report % kinds.length]!,
  building: `${report + 1} 幢`,
  unit: '2 单元',
  floor: `${(report % 18) + 1} 层`,
  spot: '楼梯口左侧',
  description: `第 ${report + 1} 处隐患`,
});

let stage: PhoneBehindLink;
let desk: Phone;
beforeAll(async () => {
  stage = await PhoneBehindLink.open();
  desk = await stage.addsDesk();
});
afterAll(() => stage?.end());

const kilobytes = (bytes: number): number => Math.round(bytes / 1024);
const hashes = (photos: readonly { readonly sha256: string }[]): readonly string[] =>
  photos.map((photo) => photo.sha256).sort();

test(
  '25 reports with 50 photos saved without signal, kills and a bad link → at the desk once, byte for byte',
  { timeout: 900_000 },
  async () => {
    const tell = startProgress('main job');
    onTestFailed(() => stage.pictures('main-job'));
    const { phone, link, folder, patroller } = stage;
    const reviewer = new Reviewer(desk);

    await patroller.opensTheApp();
    const photos = await photoFiles(PHOTOS, phone.page, join(folder, 'photos'));
    const hostile = await hostileFiles(photos[0]!, join(folder, 'hostile'));
    tell(`${photos.length} photos (${hasFixtures() ? 'fixtures' : 'drawn here'}), ${hostile.length} hostile`);

    await stage.signsIn();
    await patroller.hasADurableSession();
    patroller.goesOffline();
    await phone.kill();
    await patroller.opensTheApp();
    await patroller.seesTheHome();
    tell('signed in, offline, killed and started cold');

    const accepted = await savesEverything(patroller, photos, hostile, tell);
    await phone.kill();
    tell(`${REPORTS} reports with ${accepted} photos saved, killed again`);

    const upBefore = link.bytesUp;
    patroller.comesBackOn(badLink);
    await patroller.opensTheApp();
    await patroller.opensMyReports();
    await allIsComplete(patroller, tell);
    const sentBytes = link.bytesUp - upBefore;

    const held = await heldPhotos(phone.page);
    const heldBytes = held.reduce((sum, photo) => sum + photo.bytes, 0);
    tell(
      `complete: ${kilobytes(heldBytes)} KB of pictures took ${kilobytes(sentBytes)} KB, ${link.cuts} cuts`,
    );
    expect(link.cuts).toBeGreaterThan(isFullRun ? 5 : 0);
    expect(held).toHaveLength(accepted);
    await theServerHoldsEachOnce(held);
    tell('they lie in the store of the server, each once, hash for hash');
    stage.link.shape(perfectLink);

    await reviewer.opensTheDesk(stage.account('reviewer'));
    await eventually(
      () => reviewer.countsCases(),
      (count) => count === REPORTS,
      30_000,
    );
    const cases = (await readRows(desk.page, 'grid-patrol-main-', 'subjects')).map(
      (row) => row['subject'] as Pick<Case, 'description' | 'photos'>,
    );
    expect(cases.map((it) => it.description).sort()).toEqual(
      Array.from({ length: REPORTS }, (_, report) => wordsOf(report).description).sort(),
    );
    expect(hashes(cases.flatMap((it) => it.photos))).toEqual(hashes(held));
    await reviewer.opensCase(3);
    const shown = await reviewer.seesWholePhotos();
    expect(hashes(held)).toEqual(expect.arrayContaining([...shown]));
    tell(`the reviewer sees all, and ${shown.length} photos of one to the last byte`);

    await reviewer.filesIt();
    await eventually(
      () => patroller.countsCardsSaying('已立案'),
      (count) => count === 1,
      180_000,
    );
    tell('the reviewer filed it, and the phone shows it filed');
  },
);

/** Saves all reports with two good photos each, and tries the hostile files; returns how many photos were accepted. */
const savesEverything = async (
  patroller: Patroller,
  photos: readonly string[],
  hostile: readonly string[],
  tell: (line: string) => void,
): Promise<number> => {
  const hostileEach = Math.ceil(hostile.length / REPORTS);
  const refused: string[] = [];
  let accepted = 0;
  await patroller.beginsAReport();
  for (let report = 0; report < REPORTS; report++) {
    await patroller.fillsIn(wordsOf(report));
    await patroller.picksTogether(photos.slice(report * 2, report * 2 + 2));
    for (const path of hostile.slice(report * hostileEach, (report + 1) * hostileEach)) {
      const before = await patroller.photoCount();
      if ((await patroller.picks(path)) === 'accepted') continue;
      expect((await patroller.readsRefusalOf(path)).length).toBeGreaterThan(basename(path).length + 8);
      expect(await patroller.photoCount()).toBe(before);
      refused.push(basename(path));
    }
    expect(await patroller.readsTheForm()).toEqual(wordsOf(report));
    accepted += await patroller.photoCount();
    await patroller.savesAndGoesOn();
    if (report % 5 === 4) tell(`${report + 1} saved, ${accepted} photos, ${refused.length} files refused`);
  }
  expect(refused).toEqual(
    expect.arrayContaining([
      'empty.jpg',
      'cut-in-the-header.jpg',
      'words.jpg',
      'bomb.png',
      'phone-format.heic',
    ]),
  );
  expect(accepted).toBe(PHOTOS + hostile.length - refused.length);
  return accepted;
};

const allIsComplete = async (patroller: Patroller, tell: (line: string) => void): Promise<void> => {
  let tellAgainAt = 0;
  await eventually(
    () => patroller.seesTrust(),
    (cards) => cards.length === REPORTS && cards.every((card) => card === 'complete'),
    ARRIVAL_MILLIS,
    (cards) => {
      if (performance.now() < tellAgainAt) return;
      tellAgainAt = performance.now() + 10_000;
      const counted = [...new Set(cards)].map((it) => `${it} ${cards.filter((card) => card === it).length}`);
      tell(`${counted.join(', ')}; up ${kilobytes(stage.link.bytesUp)} KB, ${stage.link.cuts} cuts`);
    },
  );
};

const theServerHoldsEachOnce = async (held: readonly HeldPhoto[]): Promise<void> => {
  const filesByHash = await storedPhotos(stage.product.dataDir);
  const names = held.flatMap((photo) => [photo.sha256, photo.thumbnail]);
  expect(Object.fromEntries(filesByHash)).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
};
