/**
 * The state of the report form.
 *
 * Promises: its draft is kept as `kept-draft.ts` says, and a photo joins it as soon as it is processed. A save waits for
 * every photo taken before it. Breaks: writing this draft from other code.
 */
import { liveQuery } from 'dexie';
import { createSignal } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
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
  type ReportForm,
  type Source,
} from './drafts.ts';
import { dropBlankDrafts, lockById, lockNew, lockOpenDraft, type LockedDraft } from './locked-draft.ts';
import { keepDraft } from './kept-draft.ts';
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
  const first = (await lockDraft(db, source, start)) ?? (await lockNew(await fresh()));
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

  const kept = keepDraft<'report'>({ db, now, first, newIds: () => newDraft(source) });
  const { draft, keep, inTurn, change, changeSlot } = kept;
  const [saving, setSaving] = createSignal(false);
  const [savedCount, setSavedCount] = createSignal(0);
  const form = (): ReportForm => draft().form;

  /** Resolves when the save in progress has ended. */
  let saved: Promise<unknown> = Promise.resolve();

  const [shotSlot, setShotSlot] = createSignal<Slot>(first.draft.form.handled ? 'after' : 'scene');

  const intake = createPhotoIntake({
    db,
    now,
    pipeline: deps.pipeline,
    ...kept,
    saved: () => saved,
    slot: () => (form().handled ? shotSlot() : 'scene'),
    slotOf: ({ slot }) => (form().handled ? slot : 'scene'),
    atShutter: () => ({ takenAt: localTime(now()), position: presentPosition(form().fix, now()) }),
  });

  /** Follows fix, photos, place and choice. */
  const placed = (): ReportPosition => positionOfDraft(draft(), area(), now());

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
    // A fix may have arrived since the save.
    await kept.begin(row, (last) => continuedBy(last.form, row));
    setShotSlot('scene');
    intake.clear();
  };

  const saveNow = async (areUndecodedLater: boolean): Promise<SaveEnd> => {
    if (lacking() !== null) return 'missing';
    if (draft().undecoded.length > 0 && !areUndecodedLater) return 'undecoded';
    const author = { db, signedIn: deps.signedIn(), now: now(), random };
    let result = await saveReport(author, draft(), area());
    if (!result.ok && result.error === 'reported') {
      await kept.fork();
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
    subjectId: () => draft().subject.id,
    photos: () => draft().photos,
    /** HEIC files that wait for the decoder. */
    undecoded: () => draft().undecoded,
    replaces: () => draft().replaces,
    isBlank: () => isBlank(draft()),
    keeping: kept.keeping,
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
    removePhoto: kept.removePhoto,
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
        await kept.discard();
        await begin(await fresh());
      });
    },
    /** Waits for pending photos and the save in progress, and deletes a blank draft. Never rejects. */
    leave: async (): Promise<void> => {
      following.unsubscribe();
      await Promise.all([intake.leave(), saved]);
      await inTurn(async () => {
        if (isBlank(draft())) await kept.discard();
      }).catch(reportError);
      kept.release();
    },
  };
};
