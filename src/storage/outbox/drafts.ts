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
  spot: { placeId: null, placeName: '', building: '', unit: '', floor: '', detail: '' },
  chosenPosition: null,
  fix: null,
  noPosition: null,
  description: '',
  handled: false,
};

/** The draft the person was in last, or null. */
export const latestDraft = async (db: MainDb): Promise<DraftRow | null> =>
  (await db.drafts.orderBy('updatedAt').last()) ?? null;

/**
 * Called at every change; text is never refused for lack of space, which is kept back for it. Its photos are those
 * already stored: only `addDraftPhoto` and `removeDraftPhoto` change them, so that words written late cannot drop a
 * photo taken meanwhile. A draft that has become a report is not brought back: false then, and nothing is written.
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

const isReported = async (db: MainDb, { caseId, replaces }: DraftRow): Promise<boolean> => {
  const rows = db.outbox.where('subjectKey').equals(subjectKey({ kind: 'case', id: caseId }));
  const same = rows.filter(
    ({ event }) => event.type === 'case.reported' && (event.replaces ?? null) === replaces,
  );
  return (await same.count()) > 0;
};

export type PictureData = PhotoBytesRow;

/**
 * A photo joins its draft: bytes, thumbnail and the draft's list in one transaction, so that after a kill either
 * both are there or neither. Reads the draft inside, so that it never overwrites words typed meanwhile.
 * Error: `storageFull`; the draft is untouched then.
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
      if (draft.photos.some((it) => it.sha256 === photo.sha256)) return ok(draft);
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

/** Bytes still named by an event or another draft stay. */
const dropUnusedBytes = async (db: MainDb, photos: readonly DraftPhoto[]): Promise<void> => {
  const elsewhere = new Set(
    (await db.drafts.toArray()).flatMap((draft) => draft.photos.map((p) => p.sha256)),
  );
  for (const photo of photos) {
    if (elsewhere.has(photo.sha256) || (await db.photos.get(photo.sha256))) continue;
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

/** Before or after: the person may say so later than the shutter did. */
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
