import type { DraftPhoto } from '#storage/databases/main-db.ts';
import type { ProcessedPhoto } from '#photo/photo-pipeline.ts';

/** The entry of a processed photo in its draft. `rest` takes precedence over what the file says. */
export const draftPhoto = (
  { sha256, data, width, height, thumbnail, takenAt, position }: ProcessedPhoto,
  rest: Pick<DraftPhoto, 'slot' | 'source'> & Partial<Pick<DraftPhoto, 'takenAt' | 'position'>>,
): DraftPhoto => ({
  sha256,
  bytes: data.byteLength,
  width,
  height,
  thumbnail: { sha256: thumbnail.sha256, bytes: thumbnail.data.byteLength },
  takenAt,
  position,
  ...rest,
});
