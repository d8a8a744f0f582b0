/**
 * Reads a file's header before any decoder does: the real format (never the extension), the declared size, and whether
 * the data is complete. Decoders allocate the size that a header declares, and paint a truncated file grey without an
 * error, so both are refused here.
 */
import { err, ok, type Result } from '#domain/base/result.ts';
import { readGifHeader } from './gif-header.ts';
import { readIsoHeader } from './iso-header.ts';
import { readJpegHeader } from './jpeg-header.ts';
import { readPngHeader } from './png-header.ts';
import type { PhotoFault } from './processed-photo.ts';
import { readWebpHeader } from './webp-header.ts';

export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'heic';

/** Size as stored, before any orientation. `hasAllData` is false when the data ends too early. */
export type ImageHeader = { readonly width: number; readonly height: number; readonly hasAllData: boolean };

export const MAX_PIXELS = 100_000_000;

const headerReaders: Record<ImageFormat, (bytes: Uint8Array) => ImageHeader | null> = {
  jpeg: readJpegHeader,
  png: readPngHeader,
  gif: readGifHeader,
  webp: readWebpHeader,
  avif: readIsoHeader,
  heic: readIsoHeader,
};

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** AVIF and HEIC use the same container; the brands in its first box distinguish them. */
const isoFormat = (bytes: Uint8Array): ImageFormat | null => {
  const brands = textAt(bytes, 8, Math.min(bytes[3] ?? 0, 64));
  if (/avi[fs]/.test(brands)) return 'avif';
  return /hei[cxms]|hev[cx]|m[is]f1|heif/.test(brands) ? 'heic' : null;
};

const sniffFormat = (bytes: Uint8Array): ImageFormat | null => {
  if (textAt(bytes, 0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (textAt(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (/^GIF8[79]a/.test(textAt(bytes, 0, 6))) return 'gif';
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP') return 'webp';
  return textAt(bytes, 4, 4) === 'ftyp' ? isoFormat(bytes) : null;
};

/** The name only decides which error is returned: a `.jpg` without a picture is `damaged`, not `unsupported`. */
const claimsPicture = (name: string): boolean => /\.(jpe?g|png|gif|webp|avif)$/i.test(name);

export const inspectImage = (
  bytes: Uint8Array,
  name: string,
): Result<ImageHeader & { readonly format: ImageFormat }, PhotoFault> => {
  const format = sniffFormat(bytes);
  if (!format) return err(claimsPicture(name) ? 'damaged' : 'unsupported');
  const header = headerReaders[format](bytes);
  if (!header || header.width === 0 || header.height === 0) return err('damaged');
  if (header.width * header.height > MAX_PIXELS) return err('tooLarge');
  return header.hasAllData ? ok({ ...header, format }) : err('damaged');
};
