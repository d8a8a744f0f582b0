import * as v from 'valibot';
import { sha256Pattern } from '#domain/base/units.ts';
import { positionSchema } from '#domain/base/geometry.ts';

const sha256Schema = v.pipe(v.string(), v.regex(sha256Pattern));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const MAX_PHOTOS_PER_EVENT = 20;
/** Phone and server both refuse larger files. */
export const MAX_PHOTO_BYTES = 20 * 1024 * 1024;
/** Small enough that one request carries many. */
export const MAX_THUMBNAIL_BYTES = 15 * 1024;

/**
 * One photo that an event names. It has the hash of the bytes, so the signature of the event covers the picture too.
 * `takenAt` is the text that the camera wrote, unverified. `position` is null unless it was plausible.
 */
export const manifestPhotoSchema = v.object({
  sha256: sha256Schema,
  bytes: v.pipe(whole, v.maxValue(MAX_PHOTO_BYTES)),
  width: whole,
  height: whole,
  thumbnail: v.object({ sha256: sha256Schema, bytes: v.pipe(whole, v.maxValue(MAX_THUMBNAIL_BYTES)) }),
  role: v.picklist(['scene', 'after']),
  source: v.picklist(['camera', 'file']),
  takenAt: v.nullable(v.pipe(v.string(), v.maxLength(40))),
  position: v.nullable(positionSchema),
});
export type ManifestPhoto = v.InferOutput<typeof manifestPhotoSchema>;

export const photoManifestSchema = v.pipe(v.array(manifestPhotoSchema), v.maxLength(MAX_PHOTOS_PER_EVENT));
