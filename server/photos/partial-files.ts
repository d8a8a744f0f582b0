/**
 * What has arrived of uploads, one file for each device and hash, where every server of the folder can go on with it.
 *
 * Promises: whoever writes does so under a name that only they know, so nobody else's bytes come into it. The newest
 * wins: it goes on with a copy and takes the other's name away, and what the other still writes goes nowhere. An
 * offset told is therefore an offset that stays.
 * Assumes: `rename` and `unlink` are whole or not at all, for every process of the folder.
 * Breaks: writing into a file under the name at which it waits.
 */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';

export type UploadName = { readonly device: string; readonly sha256: Sha256 };

/** A partial file in hand: nobody else writes into it. */
export type Taken = {
  readonly path: string;
  readonly size: Bytes;
  /**
   * It waits for the rest, unless more waits already. Nothing happens when it became the photo, was dropped, or somebody
   * newer took it.
   */
  putBack(): Promise<void>;
  drop(): Promise<void>;
};

export type PartialFiles = {
  size(name: UploadName): Promise<Bytes>;
  /** What has arrived, to go on with. */
  take(name: UploadName): Promise<Taken>;
  /** An empty file; what had arrived before stays until more has come. */
  begin(name: UploadName): Promise<Taken>;
  /** The photo is whole: nothing waits for it any more. */
  forget(name: UploadName): Promise<void>;
  /** Throws away what nobody continued for a month. */
  sweep(now: Millis): Promise<void>;
};

const KEEP_MILLIS: Millis = 30 * 24 * 60 * 60_000;

/** Null when somebody else took the file away meanwhile. */
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

  /** The file that waits, and those in the hands of other processes or left by a crash; the longest first. */
  const found = async (name: UploadName) => {
    const waiting = waitingPath(name);
    for (;;) {
      const names = (await unlessGone(readdir(dirname(waiting)))) ?? [];
      const paths = names
        .filter((it) => it.startsWith(basename(waiting)))
        .map((it) => join(dirname(waiting), it));
      const seen = await Promise.all(paths.map((path) => unlessGone(stat(path))));
      const files = paths.flatMap((path, i) => (seen[i] ? [{ path, size: seen[i].size }] : []));
      // One that went while we looked may lie there under another name now: that is not nothing.
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
        // Whoever was quicker has it under another name now.
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
