/**
 * From a file or the camera into the draft.
 *
 * Promises: a photo is in work from the shutter on, and ends in a report, in a draft, or in a refusal the person reads;
 * only one whose draft they discarded goes without a word. It joins the report that was open at the shutter, or the
 * next one when that was being saved already. Each is on its own: one that is refused leaves the rest alone.
 * Assumes: a save waits for the photos in work before it. Breaks: changing the draft out of turn.
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
/** `name` is null for a picture just taken: it has no file name a person would know. */
export type Refusal = { readonly id: number; readonly name: string | null; readonly fault: FileFault };

type Shot = Blob | Promise<Blob>;
type Origin = Pick<DraftPhoto, 'role' | 'source'>;

type IntakeDeps = {
  readonly db: MainDb;
  readonly now: () => Millis;
  readonly pipeline: () => Promise<PhotoPipeline>;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly keep: () => void;
  /** Writes the draft, within a turn. */
  readonly store: () => Promise<void>;
  readonly draft: () => DraftRow;
  readonly role: () => DraftPhoto['role'];
  /** Resolves once no save is under way. */
  readonly saved: () => Promise<unknown>;
  readonly onAdded: (photo: DraftPhoto) => void;
};

/** Refused after the screen was left, by the person's database: told where the next draft opens. */
const untold = new WeakMap<MainDb, readonly Refusal[]>();
let lastId = 0;

export const createPhotoIntake = (deps: IntakeDeps) => {
  const [pending, setPending] = createSignal<readonly PendingPhoto[]>([]);
  const [refusals, setRefusals] = createSignal<readonly Refusal[]>(untold.get(deps.db) ?? []);
  untold.delete(deps.db);
  /** Each answers whether its photo was added. */
  const inWork = new Set<Promise<boolean>>();
  let discards = 0;

  const join = async (done: ProcessedPhoto, origin: Origin): Promise<FileFault | null> => {
    const { sha256, data, thumbnail } = done;
    const held = deps.draft().photos;
    if (held.some((it) => it.sha256 === sha256)) return 'duplicate';
    if (held.length >= MAX_PHOTOS_PER_EVENT) return 'tooMany';
    const photo = manifestPhoto(done, origin);
    const pictures = [{ sha256, data }, thumbnail];
    const add = () => addDraftPhoto(deps.db, deps.draft().id, photo, pictures, deps.now());
    let joined = await add();
    if (!joined.ok && joined.error === 'notFound') {
      // Begun after a save and not stored yet, or not stored for want of room.
      await deps.store();
      joined = await add();
    }
    if (!joined.ok) return joined.error === 'storageFull' ? 'storageFull' : 'stopped';
    deps.onAdded(photo);
    return null;
  };

  const addOne = async (shot: Shot, name: string | null, source: DraftPhoto['source']): Promise<boolean> => {
    const id = ++lastId;
    const [shotIn, role, saved, before] = [deps.draft().id, deps.role(), deps.saved(), discards];
    const isDiscarded = () => before !== discards;
    const tell = (stage: IntakeStage) =>
      setPending((all) => all.map((it) => (it.id === id ? { id, stage } : it)));
    setPending((all) => [...all, { id, stage: 'waiting' }]);

    const work = async (): Promise<FileFault | null> => {
      const file = await Promise.resolve(shot).catch(() => null);
      if (file === null) return 'noPicture';
      const pipeline = await deps.pipeline();
      const result = await pipeline.process(file, name ?? '', tell);
      tell('saving');
      await saved;
      if (!result.ok) return result.error;
      return deps.inTurn(async () => {
        if (isDiscarded()) return null;
        const isNext = deps.draft().id !== shotIn;
        return join(result.value, { role: isNext ? 'scene' : role, source });
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

  const settled = async (): Promise<boolean> => (await Promise.all(inWork)).every(Boolean);

  return {
    pending,
    refusals,
    dismissRefusal: (id: number): void => {
      setRefusals((all) => all.filter((it) => it.id !== id));
    },
    clear: (): void => {
      setRefusals([]);
    },
    /** What is in work goes with its draft. */
    discard: (): void => {
      discards += 1;
    },
    /** Waits for the photos in work by now; false when one of them was refused. */
    settled,
    leave: async (): Promise<void> => {
      setRefusals([]);
      await settled();
      untold.set(deps.db, refusals());
    },
    /** A shot may still be on its way from the camera. */
    add: async (shots: readonly Shot[], source: DraftPhoto['source']): Promise<void> => {
      // The draft has to be stored before its first photo can join it.
      deps.keep();
      const added = shots.map((shot) => {
        const name = source === 'file' && shot instanceof File ? shot.name : null;
        const one = addOne(shot, name, source);
        inWork.add(one);
        return one.finally(() => inWork.delete(one));
      });
      await Promise.all(added);
    },
  };
};
