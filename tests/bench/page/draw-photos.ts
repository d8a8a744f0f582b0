import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { drawPhoto } from '#tests/support/data/photos.ts';

/** Draws `count` different JPEGs, 4:3 and `width` wide, into a temporary folder. Returns their paths. */
export const drawPhotos = async (page: Page, count: number, width: number): Promise<readonly string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'grid-bench-'));
  const paths: string[] = [];
  for (let seed = 0; seed < count; seed++) {
    const path = join(folder, `photo-${seed + 1}.jpg`);
    await writeFile(path, await drawPhoto(page, seed, width));
    paths.push(path);
  }
  return paths;
};
