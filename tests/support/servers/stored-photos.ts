/** The server's photo store as an operator sees it: files named by hash, somewhere under the data folder. */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** How many files bear each hash in their name and really hash to it. A file that does not is an error. */
export const storedPhotos = async (dataDir: string): Promise<ReadonlyMap<string, number>> => {
  const filesByHash = new Map<string, number>();
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    const name = /^([0-9a-f]{64})(\.jpe?g)?$/.exec(entry.name)?.[1];
    if (!entry.isFile() || !name) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (hash !== name) throw new Error(`${entry.parentPath}/${entry.name} holds bytes that hash to ${hash}.`);
    filesByHash.set(name, (filesByHash.get(name) ?? 0) + 1);
  }
  return filesByHash;
};
