/**
 * Uploads in flight in this process.
 *
 * Promises: a newer connection for a device's photo stops the older one here and waits until it has let go; one in
 * another process it leaves behind (`partial-files.ts`). A cut keeps what arrived.
 */
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Bytes } from '#domain/base/units.ts';
import { unlessGone, type UploadName } from './partial-files.ts';

export type Uploads = {
  /** Runs alone for this name: whoever ran before is stopped first. */
  withExclusiveUpload<T>(name: UploadName, stop: () => void, run: () => Promise<T>): Promise<T>;
};

type Running = { stop(): void; readonly done: Promise<unknown> };

export const openUploads = (): Uploads => {
  const runningByName = new Map<string, Running>();
  return {
    withExclusiveUpload: async (name, stop, run) => {
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
 * Writes the body to the file from `offset` and gives its new size. Errors: tooLarge beyond `limit`; busy when a newer
 * upload took the file over. Throws when the connection is cut or the disk is full; what arrived stays.
 */
export const appendBody = async (
  path: string,
  body: Readable,
  { offset, limit }: { readonly offset: Bytes; readonly limit: Bytes },
): Promise<Result<Bytes, ErrorCode>> => {
  if (body.destroyed) throw new Error('the connection was cut before its body was read');
  const file = await unlessGone(open(path, 'r+'));
  if (!file) return err('busy');
  let size = offset;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (size + chunk.length > limit) return err('tooLarge');
      // A disk that is nearly full takes part of it, and complains of the rest.
      for (let at = 0; at < chunk.length;)
        at += (await file.write(chunk, at, chunk.length - at, size + at)).bytesWritten;
      size += chunk.length;
    }
    return ok(size);
  } finally {
    await file.close();
  }
};
