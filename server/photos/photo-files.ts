/**
 * Photos on disk, named by their SHA-256.
 *
 * Promises: the bytes of a file under `photos/` hash to its name. Once `keep` or `keepBytes` has resolved, the file
 * survives a power cut: the file was synced, renamed, and its folder synced ([H2]).
 * Assumes: `photos/` and `partial/` are on one file system, and only servers write there.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Sha256 } from '#domain/base/units.ts';
import { sync } from '#server/store/sync.ts';
import { openPartialFiles, unlessGone, type PartialFiles } from './partial-files.ts';

export type PhotoFiles = {
  readonly partials: PartialFiles;
  /**
   * Makes a partial file the photo. Its bytes stay among the partial files until `partials.forget`. Errors: hashMismatch
   * if the bytes have another hash, and the file is deleted; busy if a newer upload took the file.
   */
  keep(path: string, sha256: Sha256): Promise<Result<Sha256, ErrorCode>>;
  keepBytes(device: string, sha256: Sha256, bytes: Uint8Array): Promise<void>;
  holds(sha256: Sha256): Promise<boolean>;
  read(sha256: Sha256): Promise<Buffer>;
};

/** The path of a photo in its folder. */
export const photoPath = (folder: string, sha256: Sha256): string => join(folder, sha256.slice(0, 2), sha256);

const hashFile = async (path: string): Promise<Sha256> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

export const openPhotoFiles = (folders: { photos: string; partial: string }): PhotoFiles => {
  const finishUpload = async (from: string, sha256: Sha256): Promise<Sha256> => {
    const to = photoPath(folders.photos, sha256);
    await sync(from);
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
    await sync(dirname(to));
    // Another server may have created the folder just now and may not have synced it yet.
    await sync(folders.photos);
    return sha256;
  };

  return {
    partials: openPartialFiles(folders.partial),
    keep: async (path, sha256) => {
      const hash = await unlessGone(hashFile(path));
      if (hash !== null && hash !== sha256) {
        await rm(path, { force: true });
        return err('hashMismatch');
      }
      // A second name, by which the bytes count as arrived until the row of the photo is written. It is missing on file
      // systems without hard links.
      await link(path, `${path}.kept`).catch(() => undefined);
      return (await unlessGone(finishUpload(path, sha256))) === null ? err('busy') : ok(sha256);
    },
    keepBytes: async (device, sha256, bytes) => {
      const path = join(folders.partial, device, `${sha256}.whole.${randomUUID()}`);
      await mkdir(dirname(path), { recursive: true });
      try {
        const file = await open(path, 'wx');
        await file.writeFile(bytes).finally(() => file.close());
        await finishUpload(path, sha256);
      } catch (error) {
        // Nothing else would delete the file, for example after the disk was full.
        await rm(path, { force: true });
        throw error;
      }
    },
    holds: async (sha256) => (await unlessGone(stat(photoPath(folders.photos, sha256)))) !== null,
    read: (sha256) => readFile(photoPath(folders.photos, sha256)),
  };
};
