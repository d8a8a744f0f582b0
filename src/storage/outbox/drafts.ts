import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import { withSpace, withTextSpace } from '#storage/photos/free-space.ts';
import type { DraftForm, DraftPhoto, DraftRow, MainDb, PhotoBytesRow } from '#storage/databases/main-db.ts';

export const emptyForm: DraftForm = {
  family: null,
  hazard: null,
  severity: null,
  isSeverityByHand: false,
  spot: { placeId: null, placeName: '', building: '', unit: '', floor: '', detail: '' },
  carried: null,
  choice: null,
  fix: null,
  isLocationDenied: false,
  description: '',
  handled: false,
};

/** The most recently changed draft, or null. */
export const latestDraft = async (db: MainDb): Promise<DraftRow | null> =>
  (await db.drafts.orderBy('updatedAt').last()) ?? null;

/**
 * Stores a draft; called at every change. Text is never refused for lack of space, because the reserve is kept for it.
 * The stored photos stay as they are: only `addDraftPhoto` and `removeDraftPhoto` change them, so a late text write
 * cannot drop a new photo. A draft that has become a report is not written again; the result is false then.
 */
export const writeDraft = async (db: MainDb, draft: DraftRow): Promise<boolean> => {
  const write = () =>
    db.transaction('rw', db.drafts, db.outbox, async () => {
      const stored = await db.drafts.get(draft.id);
      if (!stored && (await isReported(db, draft))) return false;
      await db.drafts.put({ ...draft, photos: stored?.photos ?? draft.photos });
      return true;
    });
  return withTextSpace(db, draft.updatedAt, write);
};

const isReported = async (db: MainDb, { caseId, replaces, adding }: DraftRow): Promise<boolean> => {
  if (adding) return false;
  const rows = db.outbox.where('subjectKey').equals(subjectKey({ kind: 'case', id: caseId }));
  const reports = rows.filter(
    ({ event }) => event.type === 'case.reported' && (event.replaces ?? null) === replaces,
  );
  return (await reports.count()) > 0;
};

export type PictureData = PhotoBytesRow;

/**
 * Adds a photo to its draft: bytes, thumbnail and photo list in one transaction, so that a crash leaves all or none of
 * them. Reads the draft inside the transaction, so it never overwrites newer text. Errors: `storageFull`, `notFound`;
 * the draft is unchanged then.
 */
export const addDraftPhoto = async (
  db: MainDb,
  draftId: string,
  photo: DraftPhoto,
  pictures: readonly PictureData[],
  now: Millis,
): Promise<Result<DraftRow, 'storageFull' | 'notFound'>> => {
  const add = () =>
    db.transaction('rw', db.drafts, db.photoBytes, async (): Promise<Result<DraftRow, 'notFound'>> => {
      const draft = await db.drafts.get(draftId);
      if (!draft) return err('notFound');
      if (draft.photos.some(({ sha256 }) => sha256 === photo.sha256)) return ok(draft);
      const next = { ...draft, updatedAt: now, photos: [...draft.photos, photo] };
      await db.photoBytes.bulkPut([...pictures]);
      await db.drafts.put(next);
      return ok(next);
    });
  try {
    return await withSpace(db, now, add);
  } catch (error) {
    if (isQuotaError(error)) return err('storageFull');
    throw error;
  }
};

/** Deletes the bytes of these photos, except bytes that an event or another draft still names. */
const dropUnusedBytes = async (db: MainDb, photos: readonly DraftPhoto[]): Promise<void> => {
  const inOtherDrafts = new Set(
    (await db.drafts.toArray()).flatMap((draft) => draft.photos.map((p) => p.sha256)),
  );
  for (const photo of photos) {
    if (inOtherDrafts.has(photo.sha256) || (await db.photos.get(photo.sha256))) continue;
    await db.photoBytes.bulkDelete([photo.sha256, photo.thumbnail.sha256]);
  }
};

export const removeDraftPhoto = async (db: MainDb, draftId: string, sha256: Sha256): Promise<void> => {
  await db.transaction('rw', db.drafts, db.photos, db.photoBytes, async () => {
    const draft = await db.drafts.get(draftId);
    if (!draft) return;
    const removed = draft.photos.filter((photo) => photo.sha256 === sha256);
    await db.drafts.put({ ...draft, photos: draft.photos.filter((photo) => photo.sha256 !== sha256) });
    await dropUnusedBytes(db, removed);
  });
};

export const discardDraft = async (db: MainDb, draftId: string): Promise<void> => {
  await db.transaction('rw', db.drafts, db.photos, db.photoBytes, async () => {
    const draft = await db.drafts.get(draftId);
    await db.drafts.delete(draftId);
    if (draft) await dropUnusedBytes(db, draft.photos);
  });
};

/** Scene or after photo: the person may change the role later. */
export const setDraftPhotoRole = async (
  db: MainDb,
  draftId: string,
  sha256: Sha256,
  role: DraftPhoto['role'],
): Promise<void> => {
  await db.transaction('rw', db.drafts, async () => {
    const draft = await db.drafts.get(draftId);
    if (!draft) return;
    const photos = draft.photos.map((photo) => (photo.sha256 === sha256 ? { ...photo, role } : photo));
    await db.drafts.put({ ...draft, photos });
  });
};
