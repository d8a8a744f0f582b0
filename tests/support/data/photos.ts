/**
 * Pictures for reports: real ones from ../shared/fixtures if that folder exists, and otherwise drawn on a canvas of the
 * browser. Hostile files are made here, and the folder adds more if it exists.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { isFullRun } from '#tests/support/run/full-run.ts';

const fixtures = join(import.meta.dirname, '../../../../shared/fixtures');

export const hasFixtures = (): boolean => existsSync(join(fixtures, 'photos'));

/** The files of a folder of the fixtures, also of its folders, by path; none without the fixtures. */
export const fixtureFiles = async (folder: string): Promise<ReadonlyMap<string, Buffer>> => {
  const files = new Map<string, Buffer>();
  if (!hasFixtures()) return files;
  for (const entry of await readdir(join(fixtures, folder), { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      files.set(
        relative(fixtures, join(entry.parentPath, entry.name)),
        await readFile(join(entry.parentPath, entry.name)),
      );
  return files;
};

const filesIn = async (folder: string, pattern: RegExp): Promise<string[]> => {
  if (!existsSync(folder)) return [];
  return (await readdir(folder))
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(folder, name));
};

/** Paths of `count` photos that any browser shows. `page` draws them into `folder` if needed. */
export const photoFiles = async (count: number, page: Page, folder: string): Promise<readonly string[]> => {
  const real: string[] = [];
  for (const kind of ['waste', 'gps', 'orientation', 'citizen-report'])
    real.push(...(await filesIn(join(fixtures, 'photos', kind), /\.jpe?g$/i)));
  if (real.length < count) console.log(`photos: ${real.length} from the fixtures, the rest drawn here`);
  await mkdir(folder, { recursive: true });
  for (let i = real.length; i < count; i++) {
    const path = join(folder, `drawn-${i + 1}.jpg`);
    await writeFile(path, await drawPhoto(page, i));
    real.push(path);
  }
  return real.slice(0, count);
};

/** A square JPEG of `size` pixels, different for each seed, with enough detail to be as large as a photo. */
export const drawPhoto = async (page: Page, seed: number, size = 1200): Promise<Buffer> => {
  const base64 = await page.evaluate(
    ({ seed, size }) => {
      const canvas = document.createElement('canvas');
      canvas.width = size;
      canvas.height = Math.round(size * 0.75);
      const pen = canvas.getContext('2d')!;
      let state = seed + 1;
      const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
      for (let i = 0; i < 2500; i++) {
        pen.fillStyle = `hsl(${next() * 360} 45% ${20 + next() * 60}% / 0.7)`;
        pen.fillRect(next() * size, next() * size, next() * 90, next() * 60);
      }
      pen.fillStyle = '#fff';
      pen.font = `${size / 8}px sans-serif`;
      pen.fillText(`#${seed + 1}`, size / 10, size / 4);
      return canvas.toDataURL('image/jpeg', 0.85).split(',')[1]!;
    },
    { seed, size },
  );
  return Buffer.from(base64, 'base64');
};

/** A PNG header for 60 000 × 60 000 pixels with almost no data. */
const bombPng = (): Buffer => {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8 + body.length);
    frame.writeUInt32BE(data.length);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc32(body), 4 + body.length);
    return frame;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(60_000, 0);
  header.writeUInt32BE(60_000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(200_000))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
};

/** Pictures as an iPhone stores them; none without the fixtures. */
export const heicFiles = (): Promise<readonly string[]> =>
  filesIn(join(fixtures, 'photos/formats'), /\.heic$/i);

/** Files that must not break the phone. Some of the folder are readable and count as photos. */
export const hostileFiles = async (goodPhoto: string, folder: string): Promise<readonly string[]> => {
  await mkdir(folder, { recursive: true });
  const good = await readFile(goodPhoto);
  const made: readonly (readonly [string, Buffer])[] = [
    ['empty.jpg', Buffer.alloc(0)],
    ['cut-in-the-header.jpg', good.subarray(0, 200)],
    ['words.jpg', Buffer.from('This is not a photo.\n'.repeat(40))],
    ['bomb.png', bombPng()],
    ['phone-format.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
  ];
  for (const [name, bytes] of made) await writeFile(join(folder, name), bytes);
  const own = made.map(([name]) => join(folder, name));
  if (!isFullRun) return own;
  return [
    ...own,
    ...(await filesIn(join(fixtures, 'hostile/images'), /./)),
    ...(await filesIn(join(fixtures, 'hostile/image-test-suite'), /./)),
  ];
};
