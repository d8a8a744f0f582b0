import { createSignal } from 'solid-js';
import { MAX_PHOTOS_PER_EVENT } from '#domain/ledger/photo-manifest.ts';
import type { Millis } from '#domain/base/units.ts';
import type { PhotoPipeline, PhotoStage, ProcessedPhoto } from '#photo/photo-pipeline.ts';
import { addDraftPhoto } from '#storage/drafts.ts';
import type { MainDb } from '#storage/main-db.ts';
import type { DraftPhoto, DraftRow } from './drafts.ts';
import { manifestPhoto } from './manifest-photo.ts';

export type IntakeStage = PhotoStage | 'saving';
export type PendingPhoto = { readonly id: number; readonly stage: IntakeStage };
export type FileFault =
  | 'empty'
  | 'unsupported'
  | 'damaged'
  | 'tooLarge'
  | 'stopped'
  | 'storageFull'
  | 'tooMany'
  | 'duplicate';
/** `name` is null for a picture just taken: it has no file name a person would know. */
export type Refusal = { readonly id: number; readonly name: string | null; readonly fault: FileFault };

type IntakeDeps = {
  readonly db: MainDb;
  readonly now: () => Millis;
  readonly pipeline: () => Promise<PhotoPipeline>;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly keep: () => void;
  readonly draft: () => DraftRow;
  readonly role: () => DraftPhoto['role'];
  readonly onAdded: (photo: DraftPhoto) => void;
};

/** From a file or the camera into the draft, each photo on its own: one that is refused leaves the rest alone. */
export const createPhotoIntake = (deps: IntakeDeps) => {
  const [pending, setPending] = createSignal<readonly PendingPhoto[]>([]);
  const [refusals, setRefusals] = createSignal<readonly Refusal[]>([]);
  let lastId = 0;

  const refuse = (name: string | null, fault: FileFault): void => {
    setRefusals((all) => [...all, { id: ++lastId, name, fault }]);
  };

  const join = async (
    draftId: string,
    done: ProcessedPhoto,
    rest: Pick<DraftPhoto, 'role' | 'source'>,
  ): Promise<FileFault | null> => {
    const { sha256, data, thumbnail } = done;
    const photo = manifestPhoto(done, rest);
    const held = deps.draft().photos;
    if (held.some((it) => it.sha256 === sha256)) return 'duplicate';
    if (held.length >= MAX_PHOTOS_PER_EVENT) return 'tooMany';
    const pictures = [{ sha256, data }, thumbnail];
    const joined = await addDraftPhoto(deps.db, draftId, photo, pictures, deps.now());
    // The draft was discarded meanwhile: nothing to add, and nobody to tell.
    if (!joined.ok) return joined.error === 'storageFull' ? 'storageFull' : null;
    if (deps.draft().id === draftId) deps.onAdded(photo);
    return null;
  };

  const addOne = async (file: Blob, name: string | null, source: DraftPhoto['source']): Promise<void> => {
    const id = ++lastId;
    const draftId = deps.draft().id;
    const role = deps.role();
    const tell = (stage: IntakeStage) =>
      setPending((all) => all.map((it) => (it.id === id ? { id, stage } : it)));
    setPending((all) => [...all, { id, stage: 'waiting' }]);
    try {
      const pipeline = await deps.pipeline();
      const result = await pipeline.process(file, name ?? '', tell);
      tell('saving');
      const fault = result.ok
        ? await deps.inTurn(() => join(draftId, result.value, { role, source }))
        : result.error;
      if (fault && deps.draft().id === draftId) refuse(name, fault);
    } catch (bug) {
      refuse(name, 'stopped');
      throw bug;
    } finally {
      setPending((all) => all.filter((it) => it.id !== id));
    }
  };

  return {
    pending,
    refusals,
    dismissRefusal: (id: number): void => {
      setRefusals((all) => all.filter((it) => it.id !== id));
    },
    clear: (): void => {
      setRefusals([]);
    },
    add: async (files: readonly Blob[], source: DraftPhoto['source']): Promise<void> => {
      // The draft has to be stored before its first photo can join it.
      deps.keep();
      await Promise.all(
        files.map((file) =>
          addOne(file, source === 'file' && file instanceof File ? file.name : null, source),
        ),
      );
    },
  };
};
