/**
 * Messages about photos. A photo and a thumbnail are each named by the SHA-256 of their bytes. Knowing a hash gives no
 * access: the server answers a device only for hashes that its own events name, and each device sends its bytes itself.
 */
import * as v from 'valibot';
import { sha256Pattern, type Bytes } from '#domain/base/units.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { MAX_THUMBNAIL_BYTES } from '#domain/ledger/photo-manifest.ts';
import { answerMeta, ledgerHead } from './answer.ts';

export const OFFSET_HEADER = 'upload-offset';
export const LENGTH_HEADER = 'upload-length';

export const MAX_HAVE_HASHES = 200;
export const MAX_THUMBNAIL_BATCH_BYTES: Bytes = 256 * 1024;

const sha256Schema = v.pipe(v.string(), v.regex(sha256Pattern));

export const haveRequestSchema = v.object({
  hashes: v.pipe(v.array(sha256Schema), v.maxLength(MAX_HAVE_HASHES)),
  /** Receipts, by hash, for photos that the server had before it was restored from a backup. */
  receipts: v.optional(v.record(sha256Schema, v.pipe(v.string(), v.maxLength(128)))),
});
export type HaveRequest = v.InferOutput<typeof haveRequestSchema>;

/** The server signs a `receipt` once the bytes are durable. A phone deletes a photo only if it has the receipt. */
export const haveAnswerSchema = v.object({
  ...answerMeta,
  ...ledgerHead,
  photos: v.array(
    v.object({
      sha256: sha256Schema,
      state: v.picklist(['unknown', 'partial', 'complete']),
      offset: v.number(),
      receipt: v.nullable(v.string()),
    }),
  ),
});
export type HaveAnswer = v.InferOutput<typeof haveAnswerSchema>;

export const thumbnailsAnswerSchema = v.object({
  ...answerMeta,
  ...ledgerHead,
  thumbnails: v.array(
    v.object({ sha256: sha256Schema, stored: v.boolean(), reason: v.nullable(v.string()) }),
  ),
});
export type ThumbnailsAnswer = v.InferOutput<typeof thumbnailsAnswerSchema>;

export const photoAnswerSchema = v.object({ ...answerMeta, sha256: sha256Schema });

/** Frames: the length in 4 bytes, big-endian, and the bytes. The receiver hashes them, so they have no name. */
export const packThumbnails = (items: readonly Uint8Array[]): Uint8Array => {
  const packed = new Uint8Array(items.reduce((sum, item) => sum + 4 + item.length, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const item of items) {
    view.setUint32(at, item.length);
    packed.set(item, at + 4);
    at += 4 + item.length;
  }
  return packed;
};

export const unpackThumbnails = (packed: Uint8Array): Result<readonly Uint8Array[]> => {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const items: Uint8Array[] = [];
  for (let at = 0; at < packed.length;) {
    if (at + 4 > packed.length) return err('malformed');
    const length = view.getUint32(at);
    if (length === 0 || length > MAX_THUMBNAIL_BYTES || at + 4 + length > packed.length)
      return err('malformed');
    items.push(packed.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return ok(items);
};
