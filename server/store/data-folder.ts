import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lockFolder, type FolderUse } from './lock.ts';
import { StartError } from './start-error.ts';
import { sync } from './sync.ts';

export type DataFolder = {
  readonly database: string;
  readonly photos: string;
  readonly partial: string;
  release(): void;
};

const reasons: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a read-only disk',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it cannot be created there',
  ENOTDIR: 'part of the path is a file',
  EEXIST: 'it is a file, not a folder',
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** Creates one folder at a time: `mkdir` with `recursive` never returns where the parent allows no children (/proc). */
const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await ensureFolder(dirname(path));
    await mkdir(path).catch((late: unknown) => {
      // Another server may have created it at the same time.
      if (codeOf(late) !== 'EEXIST') throw late;
    });
  }
};

/**
 * Syncs the name of the folder too: if a power cut loses the name, it loses the synced content. An existing folder is
 * synced as well, since the process that created it may have been killed before its sync. A parent that this user may
 * not read was created by the operator, and is not synced.
 */
const ensureFolder = async (path: string): Promise<void> => {
  await makeFolder(path);
  try {
    await sync(dirname(path));
  } catch (error) {
    if (codeOf(error) !== 'EACCES') throw error;
  }
};

const probe = async (folder: string): Promise<void> => {
  const path = join(folder, '.write-test');
  const file = await open(path, 'w');
  try {
    await file.writeFile(Buffer.alloc(4096, 1));
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
};

/** Creates the folder, checks that it can be written, and locks it. Throws a StartError if any step fails. */
export const openDataFolder = async (folder: string, use: FolderUse): Promise<DataFolder> => {
  const photos = join(folder, 'photos');
  const partial = join(folder, 'partial');
  try {
    await ensureFolder(photos);
    await ensureFolder(partial);
    await ensureFolder(folder);
    await probe(folder);
  } catch (error) {
    const code = codeOf(error);
    throw new StartError(
      `Cannot use the data folder ${folder}: ${reasons[code] ?? (error as Error).message}.`,
    );
  }
  const release = lockFolder(folder, use);
  return { database: join(folder, 'grid-patrol.sqlite'), photos, partial, release };
};
