/**
 * Takes photos from a file or the camera into a draft of any kind.
 *
 * Promises: a photo is pending from the shutter on, and ends in a report, in a draft, or in a refusal that is shown. Only
 * a photo of a discarded draft ends without a message. A photo joins the report that was open at the shutter, or the
 * next report if that one was being saved. A refused photo does not affect the others. A HEIC file that cannot be decoded
 * yet is stored in the draft, and decoded when the decoder is on this phone.
 * Assumes: a save waits for the photos that were pending before it. Breaks: changing the draft outside `inTurn`.
 */
import { createSignal } from 'solid-js';
import { MAX_PHOTOS_PER_EVENT } from '#domain/ledger/photo-manifest.ts';
import type { Millis } from '#domain/base/units.ts';
import { err, type Result } from '#domain/base/result.ts';
import type { PhotoPipeline, PhotoStage, ProcessedPhoto } from '#photo/photo-pipeline.ts';
import { addDraftPhoto, addUndecoded, removeDraftPhoto } from '#storage/outbox/drafts.ts';
import { knownPhotos } from '#storage/outbox/known-photos.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import { readBytes } from '#storage/photos/photos.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import type { Draft, DraftPhoto, UndecodedPhoto } from './drafts.ts';
import { draftPhoto } from './draft-photo.ts';

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
type Origin = Pick<DraftPhoto, 'slot' | 'source'> & Partial<Pick<DraftPhoto, 'takenAt' | 'position'>>;

type IntakeDeps = {
  readonly db: MainDb;
  readonly now: () => Millis;
  readonly pipeline: () => Promise<PhotoPipeline>;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly keep: () => void;
  /** Writes the draft. Call it inside `inTurn`. */
  readonly store: () => Promise<void>;
  readonly draft: () => Draft;
  /** The slot for the next photo. */
  readonly slot: () => string;
  /** The slot of a photo in the form as it is now. */
  readonly slotOf: (photo: Pick<DraftPhoto, 'slot'>) => string;
  /** Resolves when the save in progress has ended. */
  readonly saved: () => Promise<unknown>;
  /** When and where the camera takes a photo now. */
  readonly atShutter: () => Pick<DraftPhoto, 'takenAt' | 'position'>;
  readonly onAdded: (photo: DraftPhoto) => void;
  readonly onUndecoded: (photo: UndecodedPhoto) => void;
  /** A HEIC file is no longer in the draft: it was decoded or refused. */
  readonly onDecoded: (file: UndecodedPhoto) => void;
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

  let hasLeft = false;

  const store = async (
    add: () => Promise<Result<unknown, 'storageFull' | 'notFound'>>,
  ): Promise<FileFault | null> => {
    let added = await add();
    if (!added.ok && added.error === 'notFound') {
      // The draft began after a save and is not stored yet, or the disk was full.
      await deps.store();
      added = await add();
    }
    if (added.ok) return null;
    return added.error === 'storageFull' ? 'storageFull' : 'stopped';
  };

  const isFull = (decoded?: UndecodedPhoto): boolean => {
    const { photos, undecoded } = deps.draft();
    return photos.length + undecoded.length - (decoded ? 1 : 0) >= MAX_PHOTOS_PER_EVENT;
  };

  const join = async (
    done: ProcessedPhoto,
    origin: Origin,
    decoded?: UndecodedPhoto,
  ): Promise<FileFault | null> => {
    const { sha256, data, thumbnail } = done;
    const draft = deps.draft();
    const known = await knownPhotos(deps.db, draft);
    if (known.has(sha256) || draft.photos.some((it) => it.sha256 === sha256)) return 'duplicate';
    if (isFull(decoded)) return 'tooMany';
    const photo = draftPhoto(done, origin);
    const pictures = [{ sha256, data }, thumbnail];
    const fault = await store(() =>
      addDraftPhoto(deps.db, deps.draft().id, photo, pictures, deps.now(), decoded?.sha256),
    );
    if (fault) return fault;
    if (decoded) deps.onDecoded(decoded);
    deps.onAdded(photo);
    return null;
  };

  const joinUndecoded = async (file: UndecodedPhoto, data: ArrayBuffer): Promise<FileFault | null> => {
    if (deps.draft().undecoded.some(({ sha256 }) => sha256 === file.sha256)) return 'duplicate';
    if (isFull()) return 'tooMany';
    const fault = await store(() => addUndecoded(deps.db, deps.draft().id, file, data, deps.now()));
    if (fault) return fault;
    deps.onUndecoded(file);
    void decodeWhenLoaded();
    return null;
  };

  const refuse = (name: string | null, fault: FileFault): void => {
    setRefusals((all) => [...all, { id: ++lastId, name, fault }]);
  };

  /** True unless the file was refused. A file that was interrupted, or that needs the decoder, stays as it is. */
  const decodeOne = async (file: UndecodedPhoto): Promise<boolean> => {
    const { id } = deps.draft();
    const [pipeline, data] = [await deps.pipeline(), await readBytes(deps.db, file.sha256)];
    const result = data ? await pipeline.process(new Blob([data]), file.name) : err('damaged' as const);
    const failed = result.ok ? null : result.error;
    if (failed === 'noDecoder' || failed === 'stopped') return true;
    return deps.inTurn(async () => {
      const isHere = deps.draft().id === id && deps.draft().undecoded.includes(file);
      if (!isHere) return true;
      const fault = result.ok
        ? await join(result.value, { slot: deps.slotOf(file), source: 'file' }, file)
        : failed;
      if (fault === null || fault === 'storageFull') return true;
      await removeDraftPhoto(deps.db, id, file.sha256);
      deps.onDecoded(file);
      refuse(file.name, fault);
      return false;
    });
  };

  const decodeAll = async (): Promise<boolean> => {
    const tried = new Set<UndecodedPhoto>();
    let areAllKept = true;
    for (;;) {
      const next = deps.draft().undecoded.find((file) => !tried.has(file));
      if (!next || hasLeft) return areAllKept;
      tried.add(next);
      areAllKept = (await decodeOne(next)) && areAllKept;
    }
  };

  /** A save waits for it. */
  const decode = async (): Promise<void> => {
    const decoding = decodeAll().catch((bug: unknown) => {
      reportError(bug);
      return true;
    });
    additions.add(decoding);
    await decoding;
    additions.delete(decoding);
  };

  let round: Promise<void> | null = null;
  const decodeWhenLoaded = (): Promise<void> =>
    (round ??= (async () => {
      await (await deps.pipeline()).loadDecoder();
      if (!hasLeft) await decode();
    })().finally(() => {
      round = null;
    }));

  const addOne = async (shot: Shot, name: string | null, source: DraftPhoto['source']): Promise<boolean> => {
    const id = ++lastId;
    const [draftAtShot, slotAtShot, saved, discardsAtShot] = [
      deps.draft().id,
      deps.slot(),
      deps.saved(),
      discards,
    ];
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
      if (!result.ok && result.error !== 'noDecoder') return result.error;
      const data = result.ok ? null : await file.arrayBuffer();
      const sha256 = data && (await sha256Hex(data));
      return deps.inTurn(async () => {
        if (isDiscarded()) return null;
        const isNext = deps.draft().id !== draftAtShot;
        const slot = isNext ? deps.slot() : slotAtShot;
        if (result.ok) return join(result.value, { slot, source, ...shutter });
        return joinUndecoded({ sha256: sha256!, slot, name: name ?? '' }, data!);
      });
    };
    const fault = await work().catch((failure: unknown): FileFault => {
      if (isQuotaError(failure)) return 'storageFull';
      reportError(failure);
      return 'stopped';
    });
    setPending((all) => all.filter((it) => it.id !== id));
    if (fault && !isDiscarded()) refuse(name, fault);
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
    /** Decodes the HEIC files of a draft that was opened, those that need the decoder as soon as it is loaded. */
    decodeOpened: async (): Promise<void> => {
      await decode();
      if (!hasLeft && deps.draft().undecoded.length > 0) await decodeWhenLoaded();
    },
    leave: async (): Promise<void> => {
      hasLeft = true;
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
