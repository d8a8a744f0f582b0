import { err, ok, type Result } from '#domain/base/result.ts';
import type { Bytes, Sha256 } from '#domain/base/units.ts';
import { readExifFacts } from './exif-facts.ts';
import { decodeHeic } from './decode-heic.ts';
import { inspectImage } from './image-header.ts';
import type { PhotoFault, PhotoStage, ProcessedPhoto } from './processed-photo.ts';
import { decode, drawPhoto, encodePhoto, makeThumbnail, release } from './shrink.ts';

const MAX_FILE_BYTES: Bytes = 60 * 1024 * 1024;

const sha256Of = async (data: ArrayBuffer): Promise<Sha256> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
};

/**
 * A picked file may be in a cloud or on a card that was removed. That is not an error of the file, so it is `stopped`,
 * not `damaged`.
 */
const read = async (file: Blob): Promise<Result<ArrayBuffer, PhotoFault>> => {
  if (file.size === 0) return err('empty');
  if (file.size > MAX_FILE_BYTES) return err('tooLarge');
  try {
    return ok(await file.arrayBuffer());
  } catch {
    return err('stopped');
  }
};

/** `decoder` is the address of the HEIC decoder; null if it is not on this phone. */
export const processPhoto = async (
  file: Blob,
  name: string,
  decoder: string | null,
  onStage: (stage: PhotoStage) => Promise<void>,
): Promise<Result<ProcessedPhoto, PhotoFault>> => {
  await onStage('reading');
  const original = await read(file);
  if (!original.ok) return original;
  const header = inspectImage(new Uint8Array(original.value), name);
  if (!header.ok) return header;
  const { takenAt, position, turned } = await readExifFacts(original.value);

  await onStage('resizing');
  const { format } = header.value;
  let bitmap = await decode(new Blob([original.value], { type: `image/${format}` }), header.value, turned);
  if (!bitmap && format === 'heic') {
    if (decoder === null) return err('noDecoder');
    await onStage('decoding');
    const decoded = await decodeHeic(original.value, decoder);
    if (!decoded.ok) return decoded;
    bitmap = decoded.value;
  }
  if (!bitmap) return err('damaged');
  const canvas = drawPhoto(bitmap);
  const { width, height } = canvas;
  const data = await encodePhoto(canvas);

  await onStage('thumbnail');
  const thumbnail = await makeThumbnail(canvas);
  release(canvas);

  await onStage('hashing');
  return ok({
    sha256: await sha256Of(data),
    data,
    width,
    height,
    thumbnail: { sha256: await sha256Of(thumbnail), data: thumbnail },
    takenAt,
    position,
  });
};
