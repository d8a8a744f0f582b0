/**
 * Running uploads of this process ([H13]).
 *
 * Promises: a newer connection for the same device and photo stops the older one and waits for its end. An older one in
 * another process loses its file instead (`partial-files.ts`). After a cut the bytes that arrived are kept.
 */
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Bytes } from '#domain/base/units.ts';
import { unlessGone, type UploadName } from './partial-files.ts';

export type Uploads = {
  /** Stops the earlier upload of this name, waits for its end, and runs. */
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
      const current: Running = { stop, done: result };
      runningByName.set(key, current);
      try {
        return await result;
      } finally {
        if (runningByName.get(key) === current) runningByName.delete(key);
      }
    },
  };
};

/**
 * Writes the body to the file from `offset` and returns the new size. Errors: tooLarge beyond `limit`; busy if a newer
 * upload took the file. Throws if the connection is cut or the disk is full; the bytes that arrived stay.
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
      // On a nearly full disk a write may write only a part; the next write fails.
      for (let at = 0; at < chunk.length;)
        at += (await file.write(chunk, at, chunk.length - at, size + at)).bytesWritten;
      size += chunk.length;
    }
    return ok(size);
  } finally {
    await file.close();
  }
};
