/** The photo files of a server, named by hash, under its data folder. */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The number of files of each hash. Throws if a file does not have the hash in its name. */
export const storedPhotos = async (dataDir: string): Promise<ReadonlyMap<string, number>> => {
  const filesByHash = new Map<string, number>();
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    const name = /^([0-9a-f]{64})(\.jpe?g)?$/.exec(entry.name)?.[1];
    if (!entry.isFile() || !name) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (hash !== name) throw new Error(`${entry.parentPath}/${entry.name} has the hash ${hash}`);
    filesByHash.set(name, (filesByHash.get(name) ?? 0) + 1);
  }
  return filesByHash;
};
