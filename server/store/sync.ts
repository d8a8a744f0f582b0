import { open } from 'node:fs/promises';

/** Syncs the bytes of a file, or the names in a folder, to the disk. */
export const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
