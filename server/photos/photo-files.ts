/**
 * Photos on disk, named by their SHA-256.
 *
 * Promises: a file under `photos/` has the bytes its name says and survives a power cut from the moment `keep`
 * or `keepBytes` resolves: file synced, renamed, folder synced. What arrived before a cut waits under `partial/`,
 * one file for each device and hash.
 * Assumes: both folders lie on one file system, and nothing else writes there.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';

const KEEP_PARTIAL_MILLIS: Millis = 30 * 24 * 60 * 60_000;

export type PhotoFiles = {
  partialPath(device: string, sha256: Sha256): string;
  /** What has arrived of an upload; 0 when nothing. */
  partialSize(device: string, sha256: Sha256): Promise<Bytes>;
  dropPartial(device: string, sha256: Sha256): Promise<void>;
  /** Makes the partial file the photo. False, and the partial is gone, when its bytes hash to something else. */
  keep(device: string, sha256: Sha256): Promise<boolean>;
  keepBytes(device: string, sha256: Sha256, bytes: Uint8Array): Promise<void>;
  holds(sha256: Sha256): Promise<boolean>;
  read(sha256: Sha256): Promise<Buffer>;
  /** Throws away what arrived of uploads that nobody continued for a month. */
  sweep(now: Millis): Promise<void>;
};

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const hashFile = async (path: string): Promise<Sha256> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/** Null when there is no such file. */
const sizeOf = async (path: string): Promise<Bytes | null> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

export const openPhotoFiles = (folders: { photos: string; partial: string }): PhotoFiles => {
  const photoPath = (sha256: Sha256) => join(folders.photos, sha256.slice(0, 2), sha256);
  const partialPath = (device: string, sha256: Sha256) => join(folders.partial, device, `${sha256}.partial`);
  const dropPartial = (device: string, sha256: Sha256) => rm(partialPath(device, sha256), { force: true });

  const settle = async (from: string, sha256: Sha256): Promise<void> => {
    const to = photoPath(sha256);
    await sync(from);
    const isNewFolder = (await mkdir(dirname(to), { recursive: true })) !== undefined;
    await rename(from, to);
    await sync(dirname(to));
    if (isNewFolder) await sync(folders.photos);
  };

  return {
    partialPath,
    dropPartial,
    partialSize: async (device, sha256) => (await sizeOf(partialPath(device, sha256))) ?? 0,
    keep: async (device, sha256) => {
      const path = partialPath(device, sha256);
      if ((await hashFile(path)) !== sha256) {
        await dropPartial(device, sha256);
        return false;
      }
      await settle(path, sha256);
      return true;
    },
    keepBytes: async (device, sha256, bytes) => {
      const path = `${partialPath(device, sha256)}.${randomUUID()}`;
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, 'wx');
      try {
        await file.writeFile(bytes);
      } finally {
        await file.close();
      }
      await settle(path, sha256);
    },
    holds: async (sha256) => (await sizeOf(photoPath(sha256))) !== null,
    read: (sha256) => readFile(photoPath(sha256)),
    sweep: async (now) => {
      for (const entry of await readdir(folders.partial, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (entry.isFile() && (await stat(path)).mtimeMs < now - KEEP_PARTIAL_MILLIS) await rm(path);
      }
    },
  };
};
