/**
 * The parts of a workbook that the reader needs, inflated with a limit on the real bytes, and packed again without
 * compression: sizes that the file claims decide nothing.
 */
import { Unzip, UnzipInflate, unzipSync, zipSync, type UnzipFile } from 'fflate';
import { limits } from '#server/office/imports/limits.ts';
import { Fault } from './sheet.ts';

/** Deflate grows by at most 1032 times, so one slice gives at most 8 MB before the limit is checked. */
const SLICE = 8 * 1024;

const isNeeded = (name: string): boolean => /\.(xml|rels)$/.test(name);

/** The claims of the directory: cheap to check, and false ones are found later. */
const checkDirectory = (bytes: Uint8Array): void => {
  let entries = 0;
  let claimed = 0;
  unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      entries += 1;
      if (isNeeded(name)) claimed += originalSize;
      if (entries > limits.zipEntries || claimed > limits.inflatedBytes) throw new Fault('tooLarge');
      return false;
    },
  });
};

/** Throws a Fault: tooLarge, damaged. */
export const inflateWorkbook = (bytes: Uint8Array): ReadonlyMap<string, Uint8Array> => {
  const parts = new Map<string, Uint8Array>();
  let inflated = 0;
  let entries = 0;
  const take = (file: UnzipFile) => {
    entries += 1;
    if (entries > limits.zipEntries) throw new Fault('tooLarge');
    if (!isNeeded(file.name)) return;
    const chunks: Uint8Array[] = [];
    file.ondata = (error, chunk, isLast) => {
      // An error that this function throws comes back as `error`.
      if (error) throw error;
      inflated += chunk.length;
      if (inflated > limits.inflatedBytes) throw new Fault('tooLarge');
      chunks.push(chunk);
      if (isLast) parts.set(file.name, Buffer.concat(chunks));
    };
    file.start();
  };
  try {
    checkDirectory(bytes);
    const unzip = new Unzip(take);
    unzip.register(UnzipInflate);
    for (let at = 0; at < bytes.length; at += SLICE)
      unzip.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault('damaged');
  }
  return parts;
};

export const packAgain = (parts: ReadonlyMap<string, Uint8Array>): ArrayBuffer => {
  const packed = zipSync(Object.fromEntries(parts), { level: 0 });
  return packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength) as ArrayBuffer;
};
