import { open } from 'node:fs/promises';

/** A file's bytes, or a folder's names, are on the disk when this resolves. */
export const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
