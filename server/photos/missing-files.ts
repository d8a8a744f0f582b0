/**
 * What the database says is stored and the folder does not hold: after a restore of one without the other, or of both
 * from different days.
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
  const names = await Promise.all(folders.map((it) => namesIn(join(photos, it))));
  return new Set(names.flat());
};

/**
 * Takes back what was said of photos whose files are gone: nobody sees them as complete any more, and the devices
 * that still have them send them again. Gives how many there were. Throws a StartError when all are gone and nobody
 * said that they may be: another folder, or one that is not mounted, has lost nothing.
 */
export const forgetMissing = async (store: Store, photos: string, mayBeAll: boolean): Promise<number> => {
  // Rows first: a file is there before its row, also of what another server takes meanwhile.
  const rows = await store.read.selectFrom('photos').select('sha256').orderBy('sha256').execute();
  const here = await storedHashes(photos);
  if (rows.length > 0 && here.size === 0 && !mayBeAll)
    throw new StartError(
      `The database knows ${rows.length} photos, and ${photos} holds none: is it another folder, or not mounted? If they are lost, start once with --photos-lost.`,
    );
  const missing = rows.map((row) => row.sha256).filter((sha256) => !here.has(sha256));
  for (const hashes of chunksOf(missing, 500)) await markLost(store, hashes);
  return missing.length;
};
