/**
 * Uploads in flight.
 *
 * Promises: at most one connection writes a device's partial file; a newer one stops the older and waits until it
 * has let go, so an offset told is an offset that stays. A cut keeps what arrived.
 * Assumes: one process for each data folder.
 */
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Bytes, Sha256 } from '#domain/base/units.ts';
import type { PhotoFiles } from './photo-files.ts';

export type UploadName = { readonly device: string; readonly sha256: Sha256 };

export type Uploads = {
  /** Runs alone for this name: whoever ran before is stopped first. */
  alone<T>(name: UploadName, stop: () => void, run: () => Promise<T>): Promise<T>;
};

type Running = { stop(): void; readonly done: Promise<unknown> };

export const openUploads = (): Uploads => {
  const runningByName = new Map<string, Running>();
  return {
    alone: async (name, stop, run) => {
      const key = `${name.device} ${name.sha256}`;
      const before = runningByName.get(key);
      const result = (async () => {
        before?.stop();
        await before?.done.catch(() => undefined);
        return run();
      })();
      const mine: Running = { stop, done: result };
      runningByName.set(key, mine);
      try {
        return await result;
      } finally {
        if (runningByName.get(key) === mine) runningByName.delete(key);
      }
    },
  };
};

/**
 * Writes the body to the partial file from `offset` (0 begins it anew) and gives its new size. Error: tooLarge beyond
 * `limit`. Throws when the connection is cut or the disk is full; what arrived stays.
 */
export const appendBody = async (
  files: PhotoFiles,
  { device, sha256 }: UploadName,
  body: Readable,
  { offset, limit }: { readonly offset: Bytes; readonly limit: Bytes },
): Promise<Result<Bytes, ErrorCode>> => {
  if (body.destroyed) throw new Error('the connection was cut before its body was read');
  const path = files.partialPath(device, sha256);
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, offset === 0 ? 'w' : 'r+');
  let size = offset;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (size + chunk.length > limit) return err('tooLarge');
      await file.write(chunk, 0, chunk.length, size);
      size += chunk.length;
    }
    return ok(size);
  } finally {
    await file.close();
  }
};
