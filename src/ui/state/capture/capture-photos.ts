/**
 * Takes photos from a file or the camera into the draft.
 *
 * Promises: a photo is pending from the shutter on, and ends in a report, in a draft, or in a refusal that is shown. Only
 * a photo of a discarded draft ends without a message. A photo joins the report that was open at the shutter, or the
 * next report if that one was being saved. A refused photo does not affect the others.
 * Assumes: a save waits for the photos that were pending before it. Breaks: changing the draft outside `inTurn`.
 */
import { createSignal } from 'solid-js';
import { MAX_PHOTOS_PER_EVENT } from '#domain/ledger/photo-manifest.ts';
import type { Millis } from '#domain/base/units.ts';
import type { PhotoPipeline, PhotoStage, ProcessedPhoto } from '#photo/photo-pipeline.ts';
import { addDraftPhoto } from '#storage/outbox/drafts.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import type { DraftPhoto, DraftRow } from './drafts.ts';
import { manifestPhoto } from './manifest-photo.ts';

export type IntakeStage = PhotoStage | 'saving';
export type PendingPhoto = { readonly id: number; readonly stage: IntakeStage };
export type FileFault =
  | 'noPicture'
  | 'empty'
  | 'unsupported'
  | 'damaged'
  | 'tooLarge'
  | 'stopped'
  | 'storageFull'
  | 'tooMany'
  | 'duplicate';
/** `name` is null for a photo from the camera: it has no file name. */
export type Refusal = { readonly id: number; readonly name: string | null; readonly fault: FileFault };

type Shot = Blob | Promise<Blob>;
type Origin = Pick<DraftPhoto, 'role' | 'source'> & Partial<Pick<DraftPhoto, 'takenAt' | 'position'>>;

type IntakeDeps = {
  readonly db: MainDb;
  readonly now: () => Millis;
  readonly pipeline: () => Promise<PhotoPipeline>;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly keep: () => void;
  /** Writes the draft. Call it inside `inTurn`. */
  readonly store: () => Promise<void>;
  readonly draft: () => DraftRow;
  readonly role: () => DraftPhoto['role'];
  /** Resolves when the save in progress has ended. */
  readonly saved: () => Promise<unknown>;
  /** When and where the camera takes a photo now. */
  readonly atShutter: () => Pick<DraftPhoto, 'takenAt' | 'position'>;
  readonly onAdded: (photo: DraftPhoto) => void;
};

/** By the person's database: refusals after the screen was closed. The next open draft shows them. */
const unshownRefusals = new WeakMap<MainDb, readonly Refusal[]>();
let lastId = 0;

export const createPhotoIntake = (deps: IntakeDeps) => {
  const [pending, setPending] = createSignal<readonly PendingPhoto[]>([]);
  const [refusals, setRefusals] = createSignal<readonly Refusal[]>(unshownRefusals.get(deps.db) ?? []);
  unshownRefusals.delete(deps.db);
  /** Each resolves to whether its photo was added. */
  const additions = new Set<Promise<boolean>>();
  let discards = 0;

  const join = async (done: ProcessedPhoto, origin: Origin): Promise<FileFault | null> => {
    const { sha256, data, thumbnail } = done;
    const { photos } = deps.draft();
    if (photos.some((it) => it.sha256 === sha256)) return 'duplicate';
    if (photos.length >= MAX_PHOTOS_PER_EVENT) return 'tooMany';
    const photo = manifestPhoto(done, origin);
    const pictures = [{ sha256, data }, thumbnail];
    const add = () => addDraftPhoto(deps.db, deps.draft().id, photo, pictures, deps.now());
    let joined = await add();
    if (!joined.ok && joined.error === 'notFound') {
      // The draft began after a save and is not stored yet, or the disk was full.
      await deps.store();
      joined = await add();
    }
    if (!joined.ok) return joined.error === 'storageFull' ? 'storageFull' : 'stopped';
    deps.onAdded(photo);
    return null;
  };

  const addOne = async (shot: Shot, name: string | null, source: DraftPhoto['source']): Promise<boolean> => {
    const id = ++lastId;
    const [draftAtShot, role, saved, discardsAtShot] = [deps.draft().id, deps.role(), deps.saved(), discards];
    const shutter = source === 'camera' ? deps.atShutter() : {};
    const isDiscarded = () => discardsAtShot !== discards;
    const setStage = (stage: IntakeStage) =>
      setPending((all) => all.map((it) => (it.id === id ? { id, stage } : it)));
    setPending((all) => [...all, { id, stage: 'waiting' }]);

    const work = async (): Promise<FileFault | null> => {
      const file = await Promise.resolve(shot).catch(() => null);
      if (file === null) return 'noPicture';
      const pipeline = await deps.pipeline();
      const result = await pipeline.process(file, name ?? '', setStage);
      setStage('saving');
      await saved;
      if (!result.ok) return result.error;
      return deps.inTurn(async () => {
        if (isDiscarded()) return null;
        const isNext = deps.draft().id !== draftAtShot;
        return join(result.value, { role: isNext ? 'scene' : role, source, ...shutter });
      });
    };
    const fault = await work().catch((failure: unknown): FileFault => {
      if (isQuotaError(failure)) return 'storageFull';
      reportError(failure);
      return 'stopped';
    });
    setPending((all) => all.filter((it) => it.id !== id));
    if (fault && !isDiscarded()) setRefusals((all) => [...all, { id, name, fault }]);
    return fault === null;
  };

  const settled = async (): Promise<boolean> => (await Promise.all(additions)).every(Boolean);

  return {
    pending,
    refusals,
    dismissRefusal: (id: number): void => {
      setRefusals((all) => all.filter((it) => it.id !== id));
    },
    clear: (): void => {
      setRefusals([]);
    },
    /** Drops the pending photos with their draft. */
    discard: (): void => {
      discards += 1;
    },
    /** Waits for the photos that are pending now; false if one of them was refused. */
    settled,
    leave: async (): Promise<void> => {
      setRefusals([]);
      await settled();
      unshownRefusals.set(deps.db, refusals());
    },
    /** A shot may be a promise: the camera has not delivered it yet. */
    add: async (shots: readonly Shot[], source: DraftPhoto['source']): Promise<void> => {
      // The draft must be stored before its first photo joins it.
      deps.keep();
      const added = shots.map((shot) => {
        const name = source === 'file' && shot instanceof File ? shot.name : null;
        const addition = addOne(shot, name, source);
        additions.add(addition);
        return addition.finally(() => additions.delete(addition));
      });
      await Promise.all(added);
    },
  };
};
