import { err, ok } from '#domain/base/result.ts';
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
  loadDecoder: async () => {},
  dispose: () => {},
};

/**
 * Cannot decode `*.heic` until `load` is called. The same file gives the same photo; a file named `bad` is damaged, as
 * only the decoder shows.
 */
export const withoutDecoder = (): PhotoPipeline & { readonly load: () => void } => {
  let isLoaded = false;
  let load = (): void => {};
  const loaded = new Promise<void>((resolve) => {
    load = () => {
      isLoaded = true;
      resolve();
    };
  });
  const photos = new Map<string, ReturnType<PhotoPipeline['process']>>();
  return {
    ...fakePipeline,
    process: async (file, name, onStage) => {
      if (!/heic$/i.test(name)) return fakePipeline.process(file, name, onStage);
      if (!isLoaded) return err('noDecoder');
      if (name.startsWith('bad')) return err('damaged');
      const content = await file.text();
      const photo = photos.get(content) ?? fakePipeline.process(file, name);
      photos.set(content, photo);
      return photo;
    },
    loadDecoder: () => loaded,
    load: () => load(),
  };
};
