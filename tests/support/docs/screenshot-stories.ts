/**
 * Reports made while screenshots are taken: two that cannot be sent, one being written, and from another phone two with
 * problems.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { HazardCode } from '#domain/catalogue/hazard-kinds.ts';
import { takePhoto } from '#demo/pictures/take-photo.ts';
import { signIn } from '#tests/support/clients/device.ts';
import type { ReportFields } from '#tests/support/people/patroller.ts';

type Story = { readonly hazard: HazardCode; readonly photos: number; readonly words: ReportFields };
export const waiting: readonly Story[] = [
  {
    hazard: 'EB01',
    photos: 2,
    words: {
      family: 'ebike',
      kind: '楼道充电',
      building: '3',
      unit: '2',
      floor: '1',
      spot: '楼梯下方',
      description: '两辆电动车在楼梯下方充电，插线板从一楼住户窗口拉出。',
    },
  },
  {
    hazard: 'GC03',
    photos: 2,
    words: {
      family: 'gas',
      kind: '软管超长',
      building: '沿街 12 号',
      unit: '',
      floor: '1',
      spot: '后厨',
      description: '软管约 3.5 米，穿墙接到外侧灶台。',
    },
  },
];
export const unfinished: Story = {
  hazard: 'EB02',
  photos: 2,
  words: {
    family: 'ebike',
    kind: '飞线充电',
    building: '5',
    unit: '1',
    floor: '1',
    spot: '架空层',
    description: '飞线从三楼拉下来，雨天没有遮挡。',
  },
};

/** From another phone: a report of an unknown kind with two photos, and a report whose second photo is missing. */
export const reportTrouble = async (url: string): Promise<{ readonly missing: string }> => {
  const wang = await signIn(url, 'wang');
  const shots = await Promise.all(
    [0, 1].map((number) =>
      takePhoto({ hazard: 'EB01', spot: 'B1', number, role: 'scene', isEvening: false }),
    ),
  );
  const photos = shots.map(({ bytes, thumbnail, facts }) => ({
    bytes,
    thumbnail,
    manifest: { ...facts, source: 'camera' as const, takenAt: null, position: null },
  }));
  const words = { description: 'E-bikes under the stairs', grid: wang.person.scope[0]!, photos };
  const unknown = await wang.reports({ ...words, hazard: 'ZZ01' });
  const missing = await wang.reports(words);
  await wang.pushes(unknown, missing);
  await wang.sendsThumbnails(photos);
  await wang.sendsPhoto(photos[0]!);
  return { missing: missing.caseId };
};

/** Draws the photos like those of the demo. */
export const draw = async ({ hazard, photos, words }: Story, folder: string): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: photos }, async (_, number) => {
      const shot = { hazard, spot: words.spot, number, role: 'scene', isEvening: false } as const;
      const path = join(folder, `${hazard}-${number}.jpg`);
      await writeFile(path, (await takePhoto(shot)).bytes);
      return path;
    }),
  );

/** A video with one photo as its only frame, for the fake camera. */
export const filmOf = async (photo: string, page: Page, path: string): Promise<void> => {
  const bytes = (await readFile(photo)).toString('base64');
  const frame = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/jpeg;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [960, 1280];
    const scale = Math.max(960 / image.width, 1280 / image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    canvas.getContext('2d')!.drawImage(image, (960 - width) / 2, (1280 - height) / 2, width, height);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!;
  }, bytes);
  await writeFile(path, Buffer.from(frame, 'base64'));
};
