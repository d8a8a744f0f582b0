import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sha256 } from '#domain/base/units.ts';
import { unlessGone } from '#server/photos/partial-files.ts';
import { photoPath } from '#server/photos/photo-files.ts';
import { sync } from '#server/store/sync.ts';

/** The bytes of the photo; null if the file is missing or its bytes do not hash to its name. */
export const readPhoto = async (folder: string, sha256: Sha256): Promise<Buffer | null> => {
  const bytes = await unlessGone(readFile(photoPath(folder, sha256)));
  return bytes && createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : null;
};

/**
 * Returns false and writes nothing if the photo is missing or damaged. When this resolves, the bytes of the copy are
 * synced; its name is synced by `syncCopies`.
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

/** Syncs the names of all copies in a folder. */
export const syncCopies = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) await sync(join(folder, name));
  await sync(folder);
};
