/**
 * Incomplete uploads: one partial file for each device and hash. Every server on the folder can continue it ([S6]).
 *
 * Promises: an upload writes to a file with a unique name, so no other upload writes to the same file. The newest upload
 * wins: it continues with a copy and deletes the file of the older upload, whose further writes are lost. An offset that
 * was answered therefore stays valid ([H13]).
 * Assumes: `rename` and `unlink` are atomic for all processes on the folder.
 * Breaks: writing to a file under its shared name (`….partial`).
 */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DAY, type Bytes, type Millis, type Sha256 } from '#domain/base/units.ts';

export type UploadName = { readonly device: string; readonly sha256: Sha256 };

/** A partial file under the unique name of one upload. */
export type Taken = {
  readonly path: string;
  readonly size: Bytes;
  /**
   * Gives the file its shared name again, unless a longer file has it. Does nothing if the file became the photo, was
   * dropped, or was taken by a newer upload.
   */
  putBack(): Promise<void>;
  drop(): Promise<void>;
};

export type PartialFiles = {
  size(name: UploadName): Promise<Bytes>;
  /** Takes the bytes that have arrived, to continue the upload. */
  take(name: UploadName): Promise<Taken>;
  /** Starts an empty file. The earlier bytes stay until the new file is longer. */
  begin(name: UploadName): Promise<Taken>;
  /** Deletes all partial files of a complete photo. */
  forget(name: UploadName): Promise<void>;
  /** Deletes files that were not continued for 30 days. */
  sweep(now: Millis): Promise<void>;
};

const KEEP_MILLIS: Millis = 30 * DAY;

/** Resolves to null if the file or folder does not exist. Another process may have moved or deleted it. */
export const unlessGone = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

export const openPartialFiles = (folder: string): PartialFiles => {
  const waitingPath = ({ device, sha256 }: UploadName) => join(folder, device, `${sha256}.partial`);
  const sizeOf = async (path: string): Promise<Bytes> => (await unlessGone(stat(path)))?.size ?? 0;
  const ownPath = (name: UploadName) => `${waitingPath(name)}.${randomUUID()}`;

  /** The shared file, and files that other uploads write or a crash left; the longest first. */
  const found = async (name: UploadName) => {
    const waiting = waitingPath(name);
    for (;;) {
      const names = (await unlessGone(readdir(dirname(waiting)))) ?? [];
      const paths = names
        .filter((file) => file.startsWith(basename(waiting)))
        .map((file) => join(dirname(waiting), file));
      const stats = await Promise.all(paths.map((path) => unlessGone(stat(path))));
      const files = paths.flatMap((path, i) => (stats[i] ? [{ path, size: stats[i].size }] : []));
      // A file that disappeared during the look-up may exist under another name now, so the folder is read again.
      if (files.length === paths.length) return files.sort((a, b) => b.size - a.size);
    }
  };

  const asTaken = async (name: UploadName, path: string): Promise<Taken> => ({
    path,
    size: await sizeOf(path),
    putBack: async () => {
      const waiting = waitingPath(name);
      const [own, other] = await Promise.all([sizeOf(path), sizeOf(waiting)]);
      if (own < other) await rm(path, { force: true });
      else await unlessGone(rename(path, waiting));
    },
    drop: () => rm(path, { force: true }),
  });

  const begin = async (name: UploadName): Promise<Taken> => {
    const path = ownPath(name);
    await mkdir(dirname(path), { recursive: true });
    await (await open(path, 'wx')).close();
    return asTaken(name, path);
  };

  return {
    begin,
    forget: async (name) => {
      for (const { path } of await found(name)) await rm(path, { force: true });
    },
    size: async (name) => (await found(name))[0]?.size ?? 0,
    take: async (name) => {
      const path = ownPath(name);
      for (;;) {
        const [longest, ...rest] = await found(name);
        if (!longest) return begin(name);
        const isWaiting = longest.path === waitingPath(name);
        const taking = isWaiting ? rename(longest.path, path) : copyFile(longest.path, path);
        // Another upload was faster and renamed the file.
        if ((await unlessGone(taking.then(() => true))) === null) continue;
        for (const other of [longest, ...rest]) await rm(other.path, { force: true });
        return asTaken(name, path);
      }
    },
    sweep: async (now) => {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        if (!entry.isFile()) continue;
        const file = await unlessGone(stat(path));
        if (file && file.mtimeMs < now - KEEP_MILLIS) await rm(path, { force: true });
      }
    },
  };
};
