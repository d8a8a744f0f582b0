import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sha256 } from '#domain/base/units.ts';
import { unlessGone } from '#server/photos/partial-files.ts';
import { photoPath } from '#server/photos/photo-files.ts';
import { sync } from '#server/store/sync.ts';

/** The photo's bytes; null when they are gone or are not what the name says. */
export const readPhoto = async (folder: string, sha256: Sha256): Promise<Buffer | null> => {
  const bytes = await unlessGone(readFile(photoPath(folder, sha256)));
  return bytes && createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : null;
};

/**
 * False, and nothing is written, when it is gone or damaged. The copy's bytes are on the disk when this resolves; its
 * name is after `syncCopies`.
 */
export const copyPhoto = async (from: string, to: string, sha256: Sha256): Promise<boolean> => {
  const bytes = await readPhoto(from, sha256);
  if (!bytes) return false;
  const path = photoPath(to, sha256);
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return true;
};

/** Once for all copies in a folder: their names are on the disk when this resolves. */
export const syncCopies = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) await sync(join(folder, name));
  await sync(folder);
};
