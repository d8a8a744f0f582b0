/**
 * Finds photos that have a row in the database and no file in the folder. A restore of only one of the two, or of both
 * from different days, causes this ([D17]).
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha256 } from '#domain/base/units.ts';
import { StartError } from '#server/store/start-error.ts';
import { chunksOf, type Store } from '#server/store/store.ts';
import { markLost } from './mark-sent.ts';
import { unlessGone } from './partial-files.ts';

const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await unlessGone(readdir(folder))) ?? [];

const storedHashes = async (photos: string): Promise<ReadonlySet<Sha256>> => {
  const folders = await namesIn(photos);
  const names = await Promise.all(folders.map((folder) => namesIn(join(photos, folder))));
  return new Set(names.flat());
};

/**
 * Marks photos without a file as not sent: they are no longer shown as complete, and devices that have them send them
 * again. Returns their number. Throws a StartError if all files are missing and `mayBeAll` is false: probably the path is
 * wrong or the folder is not mounted, and nothing is lost.
 */
export const forgetMissing = async (store: Store, photos: string, mayBeAll: boolean): Promise<number> => {
  // Reads the rows before the files. A file is written before its row, also by another server that runs now.
  const rows = await store.read.selectFrom('photos').select('sha256').orderBy('sha256').execute();
  const present = await storedHashes(photos);
  if (rows.length > 0 && present.size === 0 && !mayBeAll)
    throw new StartError(
      `The database has ${rows.length} photos, but the folder ${photos} has none. Check --data-dir, and that the folder is mounted. If the photos are lost, start once with --photos-lost.`,
    );
  const missing = rows.map((row) => row.sha256).filter((sha256) => !present.has(sha256));
  for (const hashes of chunksOf(missing, 500)) await markLost(store, hashes);
  return missing.length;
};
