import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { ProcessedPhoto } from '#photo/photo-pipeline.ts';

/** The manifest entry of a processed photo. `rest` takes precedence over what the file says. */
export const manifestPhoto = (
  { sha256, data, width, height, thumbnail, takenAt, position }: ProcessedPhoto,
  rest: Pick<ManifestPhoto, 'role' | 'source'> & Partial<Pick<ManifestPhoto, 'takenAt' | 'position'>>,
): ManifestPhoto => ({
  sha256,
  bytes: data.byteLength,
  width,
  height,
  thumbnail: { sha256: thumbnail.sha256, bytes: thumbnail.data.byteLength },
  takenAt,
  position,
  ...rest,
});
