/**
 * The state of the report form.
 *
 * Promises: every change is in the database before “draft saved” is shown. Writes run one after the other, so that text
 * and photos never overwrite each other. A photo joins the draft as soon as it is processed.
 * Assumes: a draft is open in one window at a time. If another window saved it nevertheless, the changes made here
 * continue as a new draft. Breaks: writing this draft from other code.
 */
import { liveQuery } from 'dexie';
import { createSignal } from 'solid-js';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import type { Severity } from '#domain/catalogue/severities.ts';
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import {
  presentPosition,
  type Fix,
  type PositionChoice,
  type ReportPosition,
} from '#domain/place/report-position.ts';
import type { PhotoPipeline } from '#photo/photo-pipeline.ts';
import { discardDraft, removeDraftPhoto, setDraftPhotoSlot, writeDraft } from '#storage/outbox/drafts.ts';
import { presentBytes } from '#storage/outbox/outbox.ts';
import { isReport } from '#storage/outbox/read-draft.ts';
import { reserveTextSpace } from '#storage/photos/free-space.ts';
import { positionOfDraft, readArea, saveReport, type Area } from '#storage/outbox/save-report.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import type { SignedInRow } from '#storage/databases/shared-db.ts';
import { createPhotoIntake } from './capture-photos.ts';
import {
  resubmissionDraft,
  newDraft,
  carriedSpot,
  continuedBy,
  keptNearBy,
  withEntered,
  type Draft,
  type DraftPhoto,
  type ReportForm,
  type Source,
} from './drafts.ts';
import { dropBlankDrafts, lockById, lockNew, lockOpenDraft, type LockedDraft } from './locked-draft.ts';
import { localTime } from './local-time.ts';
import { isBlank } from './open-draft.ts';
import type { Spot } from '#domain/case/spot.ts';

export type CaptureDeps = {
  readonly db: MainDb;
  readonly signedIn: () => SignedInRow;
  readonly now: () => Millis;
  readonly random: (bytes: number) => Uint8Array;
  readonly pipeline: () => Promise<PhotoPipeline>;
  /** Called after each save: wakes the sync and requests persistent storage. */
  readonly onSaved: () => void;
};

/** Most saves are faster: a message shorter than this would only flicker. */
const SHOW_SAVING_AFTER: Millis = 150;

/** The slots of the photos of a report. */
export type Slot = 'scene' | 'after';

/** `decoded`: the missing content may be in a HEIC file that is not decoded yet. */
export type Missing = 'kind' | 'content' | 'after' | 'decoded' | 'position';
/**
 * `missing`: `missing()` says what. `refused`: a photo from before the tap could not be added; `refusals()` names it.
 * `undecoded`: HEIC files are not decoded yet, and the person was not asked.
 */
export type SaveEnd = 'saved' | 'missing' | 'refused' | 'undecoded' | 'failed';
export type Keeping = 'saved' | 'saving' | 'failed';

export type Capture = Awaited<ReturnType<typeof openCapture>>;

/** Which draft to open: the one that resubmits an event, one by its id, an empty one, or the newest unfinished one. */
export type CaptureStart = { readonly replaces: EventId } | { readonly draft: string } | 'empty' | 'newest';

const lockDraft = (
  db: MainDb,
  source: Source,
  start: CaptureStart,
): Promise<LockedDraft<'report'> | null> => {
  if (start === 'empty') return Promise.resolve(null);
  if (start === 'newest') return lockOpenDraft(db);
  return 'draft' in start
    ? lockById(db, start.draft, isReport)
    : resubmissionDraft(db, source, start.replaces);
};

/** A draft that does not exist any more, or that is open in another window: an empty one instead. */
export const openCapture = async (deps: CaptureDeps, start: CaptureStart) => {
  const { db, now, random } = deps;
  const source = { now, random };
  const fresh = async () => newDraft(source, await carriedSpot(db, now()));
  let locked = (await lockDraft(db, source, start)) ?? (await lockNew(await fresh()));
  const first = locked.draft;
  await dropBlankDrafts(db);
  // Fails on a full disk, and when the person's database was closed.
  reserveTextSpace(db, random).catch(() => {});
  // Read before the tap on Save, so that the save is little more than one transaction.
  const [area, setArea] = createSignal<Area>(await readArea(db));
  const following = liveQuery(() => readArea(db)).subscribe({
    next: (it) => setArea(it),
    // The database closes with the person's state; the last value stays valid.
    error: () => {},
  });

  const [draft, setDraft] = createSignal<Draft<'report'>>(first);
  const [keeping, setKeeping] = createSignal<Keeping>('saved');
  const [saving, setSaving] = createSignal(false);
  const [savedCount, setSavedCount] = createSignal(0);
  const form = (): ReportForm => draft().form;

  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work, work);
    tail = done.catch(() => undefined);
    return done;
  };

  /** Resolves when the save in progress has ended. */
  let saved: Promise<unknown> = Promise.resolve();

  /** Inside `inTurn`, so that nothing is written before the lock is held. */
  const lockInstead = async (row: Draft<'report'>): Promise<void> => {
    locked.release();
    locked = await lockNew(row);
  };

  /** Another window saved this draft: the changes made here continue in a new draft, for another case. */
  const fork = async (): Promise<void> => {
    const { id, subject } = newDraft(source);
    const present = await presentBytes(db, draft().photos);
    const isPresent = ({ sha256, thumbnail }: DraftPhoto): boolean =>
      present.has(sha256) && present.has(thumbnail.sha256);
    await lockInstead({ ...draft(), id });
    // Its HEIC files went on with the saved report.
    setDraft((it) => ({
      ...it,
      id,
      subject,
      replaces: null,
      photos: it.photos.filter(isPresent),
      undecoded: [],
    }));
    await writeDraft(db, { ...draft(), updatedAt: now() });
  };

  const store = async (): Promise<void> => {
    if (!(await writeDraft(db, { ...draft(), updatedAt: now() }))) await fork();
  };
  let writeWaits = false;
  const keep = (): void => {
    setKeeping('saving');
    if (writeWaits) return;
    writeWaits = true;
    inTurn(async () => {
      writeWaits = false;
      await store();
    }).then(
      () => !writeWaits && setKeeping('saved'),
      () => setKeeping('failed'),
    );
  };

  const change = (patch: Partial<ReportForm>): void => {
    setDraft((it) => ({ ...it, form: { ...it.form, ...patch } }));
    keep();
  };

  const setPhotos = (change: (photos: readonly DraftPhoto[]) => readonly DraftPhoto[]): void => {
    setDraft((it) => ({ ...it, photos: change(it.photos) }));
  };

  const dropUndecoded = (hash: Sha256): void => {
    setDraft((it) => ({ ...it, undecoded: it.undecoded.filter(({ sha256 }) => sha256 !== hash) }));
  };

  const [shotSlot, setShotSlot] = createSignal<Slot>(first.form.handled ? 'after' : 'scene');

  const intake = createPhotoIntake({
    db,
    now,
    pipeline: deps.pipeline,
    inTurn,
    keep,
    store,
    draft,
    saved: () => saved,
    slot: () => (form().handled ? shotSlot() : 'scene'),
    slotOf: ({ slot }) => (form().handled ? slot : 'scene'),
    atShutter: () => ({ takenAt: localTime(now()), position: presentPosition(form().fix, now()) }),
    onAdded: (photo) => setPhotos((photos) => [...photos, photo]),
    onUndecoded: (file) => setDraft((it) => ({ ...it, undecoded: [...it.undecoded, file] })),
    onDecoded: ({ sha256 }) => dropUndecoded(sha256),
  });

  /** Follows fix, photos, place and choice. */
  const placed = (): ReportPosition => positionOfDraft(draft(), area(), now());

  const changeSlot = async (photo: DraftPhoto, slot: Slot): Promise<void> => {
    const { id } = draft();
    setPhotos((photos) => photos.map((it) => (it.sha256 === photo.sha256 ? { ...it, slot } : it)));
    await inTurn(() => setDraftPhotoSlot(db, id, photo.sha256, slot));
  };

  const lacking = (): Missing | null => {
    if (form().hazard === null || form().severity === null) return 'kind';
    const { photos } = draft();
    const hasUndecoded = draft().undecoded.length > 0;
    if (photos.length === 0 && form().description.trim() === '') return hasUndecoded ? 'decoded' : 'content';
    if (form().handled && !photos.some((photo) => photo.slot === 'after'))
      return hasUndecoded ? 'decoded' : 'after';
    return placed().isAsked ? 'position' : null;
  };
  /** A pending photo may be the missing content: the save waits for it. */
  const missing = (): Missing | null => {
    const lacks = lacking();
    return lacks !== 'kind' && intake.pending().length > 0 ? null : lacks;
  };

  const begin = async (row: Draft<'report'>): Promise<void> => {
    await lockInstead(row);
    // A fix may have arrived since the save.
    setDraft((last) => continuedBy(last.form, row));
    setShotSlot('scene');
    intake.clear();
    setKeeping('saved');
  };

  const saveNow = async (areUndecodedLater: boolean): Promise<SaveEnd> => {
    if (lacking() !== null) return 'missing';
    if (draft().undecoded.length > 0 && !areUndecodedLater) return 'undecoded';
    const author = { db, signedIn: deps.signedIn(), now: now(), random };
    let result = await saveReport(author, draft(), area());
    if (!result.ok && result.error === 'reported') {
      await fork();
      result = await saveReport(author, draft(), area());
    }
    if (!result.ok) return 'failed';
    await begin(await fresh());
    setSavedCount((count) => count + 1);
    deps.onSaved();
    return 'saved';
  };
  const saveOnceSettled = async (areUndecodedLater: boolean): Promise<SaveEnd> =>
    (await intake.settled()) ? inTurn(() => saveNow(areUndecodedLater)) : 'refused';

  void intake.decodeOpened().catch(reportError);

  return {
    form,
    draftId: () => draft().id,
    caseId: () => draft().subject.id,
    photos: () => draft().photos,
    /** HEIC files that wait for the decoder. */
    undecoded: () => draft().undecoded,
    replaces: () => draft().replaces,
    isBlank: () => isBlank(draft()),
    keeping,
    /** True during a save that takes longer than 150 ms. */
    saving,
    /** The number of reports saved since this form was opened. */
    savedCount,
    missing,
    shotSlot,
    setShotSlot,
    change,
    keep,
    changeSpot: (patch: Partial<Spot>): void => change(withEntered(form(), patch)),
    placed,
    chooseKind: (kind: HazardKind): void =>
      change({
        family: kind.family,
        hazard: kind.code,
        severity: form().isSeverityByHand ? form().severity : kind.severity,
      }),
    chooseFamily: (family: string): void =>
      change({ family, hazard: null, ...(form().isSeverityByHand ? {} : { severity: null }) }),
    chooseSeverity: (severity: Severity): void => change({ severity, isSeverityByHand: true }),
    choosePosition: (choice: PositionChoice): void => change({ choice }),
    setFix: (fix: Fix): void => change({ fix, isLocationDenied: false, ...keptNearBy(form(), fix) }),
    setLocationDenied: (isLocationDenied: boolean): void => change({ isLocationDenied }),
    setHandled: (handled: boolean): void => {
      change({ handled });
      setShotSlot(handled ? 'after' : 'scene');
      if (!handled)
        for (const photo of draft().photos) if (photo.slot === 'after') void changeSlot(photo, 'scene');
    },
    pending: intake.pending,
    refusals: intake.refusals,
    dismissRefusal: intake.dismissRefusal,
    addPhotos: intake.add,
    changeSlot,
    /** A photo, or a HEIC file that is not decoded yet. */
    removePhoto: async (photo: Pick<DraftPhoto, 'sha256'>): Promise<void> => {
      const { id } = draft();
      setPhotos((photos) => photos.filter((it) => it.sha256 !== photo.sha256));
      dropUndecoded(photo.sha256);
      await inTurn(() => removeDraftPhoto(db, id, photo.sha256));
    },
    /**
     * Saves with every photo taken until now, and begins the next report. If the save fails, the draft is unchanged. With
     * `areUndecodedLater`, HEIC files that are not decoded yet join the case later; without, the save ends as `undecoded`.
     */
    save: ({ areUndecodedLater = false } = {}): Promise<SaveEnd> => {
      const timer = setTimeout(() => setSaving(true), SHOW_SAVING_AFTER);
      const end = saveOnceSettled(areUndecodedLater).finally(() => {
        clearTimeout(timer);
        setSaving(false);
      });
      saved = end.catch(() => {});
      return end;
    },
    discard: (): Promise<void> => {
      intake.discard();
      return inTurn(async () => {
        await discardDraft(db, draft().id);
        await begin(await fresh());
      });
    },
    /** Waits for pending photos and the save in progress, and deletes a blank draft. Never rejects. */
    leave: async (): Promise<void> => {
      following.unsubscribe();
      await Promise.all([intake.leave(), saved]);
      await inTurn(async () => {
        if (isBlank(draft())) await discardDraft(db, draft().id);
      }).catch(reportError);
      locked.release();
    },
  };
};
