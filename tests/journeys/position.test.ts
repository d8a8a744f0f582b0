/**
 * Where and when a report was made, step by step with a moving phone and a wrong clock: the saved event must say what the
 * person would point at.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { placeOnMap } from '#demo/grids.ts';
import type { LedgerEvent } from '#domain/subjects.ts';
import { readRows } from '#tests/support/database/indexed-rows.ts';
import { withExif, type ExifValues } from '#tests/support/data/jpeg-with-exif.ts';
import { drawPhoto } from '#tests/support/data/photos.ts';
import { signIn as signInDevice } from '#tests/support/clients/device.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { capture } from '#ui/i18n/zh/capture.ts';

/** Metres from the south-west corner of the community; the border of grids 1 and 2 is near 300. */
const IN_GRID_1 = [262, 110] as const;
const IN_GRID_2 = [342, 110] as const;
const FAR_IN_GRID_1 = [60, 380] as const;
const PLACE_IN_GRID_2 = '柳浪苑 4 号车棚';
const [GRID_1, GRID_2] = ['001', '002'];

let stage: PhoneBehindLink;
beforeAll(async () => {
  stage = await PhoneBehindLink.open();
  await stage.patroller.opensTheApp();
  await moveTo(IN_GRID_1, 5);
  await stage.signsIn();
});
afterAll(() => stage?.end());

const page = () => stage.phone.page;
const moveTo = async (metres: readonly [number, number], accuracy: number): Promise<void> => {
  const { lat, lon } = placeOnMap(metres);
  await page().context().setGeolocation({ latitude: lat, longitude: lon, accuracy });
};

const album = async (name: string, seed: number, exif: ExifValues): Promise<string> => {
  const path = join(stage.folder, `${name}.jpg`);
  await writeFile(path, withExif(await drawPhoto(page(), seed, 800), exif));
  return path;
};

type Report = Extract<LedgerEvent, { type: 'case.reported' }>['body'];
const reports = async (): Promise<readonly Report[]> => {
  const rows = await readRows(page(), 'grid-patrol-main-', 'outbox');
  return [...rows]
    .sort((a, b) => Number(a['order']) - Number(b['order']))
    .flatMap(({ event }) =>
      (event as LedgerEvent).type === 'case.reported' ? [(event as { body: Report }).body] : [],
    );
};
const saves = async (): Promise<Report> => {
  const before = (await reports()).length;
  await page().getByRole('button', { name: capture.save }).click();
  const after = await eventually(reports, (all) => all.length > before, 10_000);
  return after.at(-1)!;
};
const begins = async (): Promise<void> => {
  await stage.patroller.goesHome();
  await stage.patroller.beginsAReport();
};
const describes = (description: string): Promise<void> =>
  stage.patroller.describes({ family: 'waste', kind: '暴露垃圾' }, description);
const hasFix = (accuracy: string): Promise<void> =>
  page().getByRole('region', { name: capture.position }).getByText(`±${accuracy}`).waitFor();
const pictures = () => stage.pictures('position');

test('[W1b] an album photo of another city is deleted, a camera photo taken → fix and grid of the phone', async () => {
  onTestFailed(pictures);
  await begins();
  await hasFix('5');
  const shanghai = {
    dateTimeOriginal: '2025:03:01 09:00:00',
    gps: {
      lat: [
        [31, 1],
        [14, 1],
        [0, 1],
      ],
      latRef: 'N',
      lon: [
        [121, 1],
        [28, 1],
        [0, 1],
      ],
      lonRef: 'E',
    },
  } as const;
  expect(await stage.patroller.picks(await album('shanghai', 1, shanghai))).toBe('accepted');
  await page()
    .getByRole('button', { name: capture.openPhoto(1) })
    .click();
  await page().getByRole('button', { name: capture.deletePhoto }).click();
  await stage.patroller.takesAPhoto();
  await describes('相册照片删掉了');
  const { position, grid } = await saves();
  expect(position).toMatchObject({ source: 'device', accuracyMetres: 5 });
  expect(grid?.endsWith(GRID_1!)).toBe(true);
});

test('[W2a] only album photos of three weeks ago without a position → not saved before the answer', async () => {
  onTestFailed(pictures);
  await begins();
  const old = { dateTimeOriginal: '2025:03:01 09:00:00' };
  expect(await stage.patroller.picks(await album('old', 2, old))).toBe('accepted');
  await describes('三周前的照片');
  const before = (await reports()).length;
  await page().getByRole('button', { name: capture.save }).click();
  await page().getByRole('alert').filter({ hasText: capture.needPosition }).waitFor();
  expect(await reports()).toHaveLength(before);
  await page().getByRole('radio', { name: capture.positionChoices.none }).check();
  expect(await saves()).toMatchObject({ position: null, noPosition: 'indoors' });
});

test('[W3a] [W3b] accuracy 2 000 m, a place of the next grid is chosen → said, and grid of the place', async () => {
  onTestFailed(pictures);
  await moveTo(IN_GRID_1, 2000);
  await begins();
  await page().getByText('使用精确位置').waitFor();
  await page().getByRole('button', { name: PLACE_IN_GRID_2 }).click();
  await describes('大概位置');
  const { position, grid } = await saves();
  expect(grid?.endsWith(GRID_2!)).toBe(true);
  expect(position?.source).toBe('place');
});

test('[W4a] [W5a] an exact fix, 80 m later another → the second report is in the second grid, without the first place', async () => {
  onTestFailed(pictures);
  await moveTo(IN_GRID_1, 5);
  await begins();
  await hasFix('5');
  await page().getByRole('textbox', { name: capture.building }).fill('7');
  await describes('第一处');
  expect((await saves()).grid?.endsWith(GRID_1!)).toBe(true);
  await moveTo(IN_GRID_2, 8);
  await hasFix('8');
  await describes('第二处');
  const second = await saves();
  expect(second.grid?.endsWith(GRID_2!)).toBe(true);
  expect(second.position).toMatchObject({ accuracyMetres: 8 });
  expect(second.spot).toMatchObject({ building: '', placeId: null });
  await moveTo(FAR_IN_GRID_1, 5);
});

const YEAR = 365 * 24 * 3_600_000;

test.each([
  ['reset to 2016', () => Date.UTC(2016, 0, 1)],
  ['a year ahead', () => Date.now() + YEAR],
])(
  '[D15e] [D15f] without a link, the clock %s → today at the office, marked, and both times are kept',
  async (name, wrongTime) => {
    onTestFailed(pictures);
    stage.patroller.goesOffline();
    await page().clock.setSystemTime(wrongTime());
    await begins();
    await describes(`时钟${name}`);
    await saves();
    stage.link.goOnline();
    await stage.patroller.goesHome();
    const office = await signInDevice(stage.product.url, stage.account('reviewer').username);
    const found = await eventually(
      async () =>
        (await office.pullsAll()).subjects.find(({ subject }) => subject.description === `时钟${name}`),
      (row) => row !== undefined,
      20_000,
    );
    await page().clock.setSystemTime(Date.now());
    const { reportedAt, isTimeUncertain, timeline } = found!.subject;
    expect(Math.abs(reportedAt - Date.now())).toBeLessThan(10 * 60_000);
    expect(isTimeUncertain).toBe(true);
    expect(Math.abs(timeline[0]!.deviceAt - Date.now())).toBeGreaterThan(YEAR / 2);
  },
);
