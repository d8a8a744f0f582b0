import { ok } from '#domain/base/result.ts';
import type { PhotoPipeline } from '#photo/photo-pipeline.ts';
import { takePhoto } from '#tests/storage/samples.ts';

/** Returns a new photo for every file, at once. */
export const fakePipeline: PhotoPipeline = {
  process: async () => {
    const { photo, pictures } = await takePhoto();
    const [full, thumbnail] = pictures;
    const { width, height, takenAt, position } = photo;
    return ok({ ...full!, width, height, takenAt, position, thumbnail: thumbnail! });
  },
  dispose: () => {},
};
