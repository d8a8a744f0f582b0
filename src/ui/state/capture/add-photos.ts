import { createSignal, type Signal } from 'solid-js';
import { MAX_PHOTOS_PER_EVENT, type ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { ProcessedPhoto } from '#photo/photo-pipeline.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import type { FileFault } from './capture-photos.ts';
import { manifestPhoto } from './manifest-photo.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export type PhotoRefusal = { readonly name: string; readonly fault: FileFault };
type Deps = Pick<PersonState, 'openPipeline' | 'act'>;

type Refusals = Readonly<Record<string, readonly PhotoRefusal[]>>;

/** By the person's database, then by case. A refusal is kept until the person dismisses it, even if the screen was
 * closed before the refusal. */
const refusals = new WeakMap<MainDb, Signal<Refusals>>();

/** Photos that could not be added to a case. */
export const caseRefusals = (
  db: MainDb,
  caseId: () => string,
): {
  readonly all: () => readonly PhotoRefusal[];
  readonly add: (caseId: string, more: readonly PhotoRefusal[]) => void;
  readonly dismiss: (refusal: PhotoRefusal) => void;
} => {
  const [byCase, setByCase] = refusals.get(db) ?? createSignal<Refusals>({});
  refusals.set(db, [byCase, setByCase]);
  const of = (id: string) => byCase()[id] ?? [];
  return {
    all: () => of(caseId()),
    add: (id, more) => setByCase((it) => ({ ...it, [id]: [...of(id), ...more] })),
    dismiss: (refusal) =>
      setByCase((it) => ({ ...it, [caseId()]: of(caseId()).filter((each) => each !== refusal) })),
  };
};

const refusedAll = (files: readonly File[], fault: FileFault): readonly PhotoRefusal[] =>
  files.map(({ name }) => ({ name, fault }));

/**
 * Adds photos to an existing case, in as many events as their number needs. Never rejects: at the end each photo is
 * stored, or is in the result with its fault. A refused photo does not affect the others.
 */
export const addCasePhotos = async (
  deps: Deps,
  caseId: string,
  files: readonly File[],
): Promise<readonly PhotoRefusal[]> => {
  const refusals: PhotoRefusal[] = [];
  for (let at = 0; at < files.length; at += MAX_PHOTOS_PER_EVENT) {
    const batch = files.slice(at, at + MAX_PHOTOS_PER_EVENT);
    try {
      refusals.push(...(await addEvent(deps, caseId, batch)));
    } catch (bug) {
      reportError(bug);
      refusals.push(...refusedAll(batch, 'stopped'));
    }
  }
  return refusals;
};

const addEvent = async (
  { openPipeline, act }: Deps,
  caseId: string,
  files: readonly File[],
): Promise<readonly PhotoRefusal[]> => {
  const pipeline = await openPipeline();
  const refusals: PhotoRefusal[] = [];
  const accepted: File[] = [];
  const photos = new Map<string, { manifest: ManifestPhoto; done: ProcessedPhoto }>();
  for (const file of files) {
    const result = await pipeline.process(file, file.name);
    if (!result.ok) {
      refusals.push({ name: file.name, fault: result.error });
      continue;
    }
    accepted.push(file);
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
  return saved.ok ? refusals : [...refusals, ...refusedAll(accepted, 'storageFull')];
};
