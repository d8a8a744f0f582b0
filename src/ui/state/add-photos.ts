import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { ProcessedPhoto } from '#photo/photo-pipeline.ts';
import type { FileFault } from './capture-photos.ts';
import { manifestPhoto } from './manifest-photo.ts';
import type { PersonState } from './person.ts';

export type PhotoRefusal = { readonly name: string; readonly fault: FileFault };

/** Photos for a case that exists already. Those that are refused leave the others alone. */
export const addCasePhotos = async (
  { openPipeline, act }: Pick<PersonState, 'openPipeline' | 'act'>,
  caseId: string,
  files: readonly File[],
): Promise<readonly PhotoRefusal[]> => {
  const pipeline = await openPipeline();
  const refusals: PhotoRefusal[] = [];
  const photos = new Map<string, { manifest: ManifestPhoto; done: ProcessedPhoto }>();
  for (const file of files) {
    const result = await pipeline.process(file, file.name);
    if (!result.ok) refusals.push({ name: file.name, fault: result.error });
    else
      photos.set(result.value.sha256, {
        done: result.value,
        manifest: manifestPhoto(result.value, { role: 'scene', source: 'file' }),
      });
  }
  if (photos.size === 0) return refusals;
  const added = [...photos.values()];
  const saved = await act({
    caseId,
    type: 'case.photoAdded',
    text: '',
    photos: added.map((it) => it.manifest),
    pictures: added.flatMap(({ done }) => [{ sha256: done.sha256, data: done.data }, done.thumbnail]),
  });
  return saved.ok ? refusals : files.map(({ name }) => ({ name, fault: 'storageFull' }));
};
