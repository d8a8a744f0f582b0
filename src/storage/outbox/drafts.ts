import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import { withSpace, withTextSpace } from '#storage/photos/free-space.ts';
import type {
  Draft,
  DraftPhoto,
  DraftRow,
  MainDb,
  PhotoBytesRow,
  ReportForm,
  UndecodedPhoto,
} from '#storage/databases/main-db.ts';
import { readDraft, storedDraft, storedDrafts } from './read-draft.ts';

export const emptyForm: ReportForm = {
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
export const latestDraft = async (db: MainDb): Promise<DraftRow | null> => {
  const row = await db.drafts.orderBy('updatedAt').last();
  return row ? readDraft(row) : null;
};

/**
 * Stores a draft; called at every change. Text is never refused for lack of space, because the reserve is kept for it.
 * The stored photos stay as they are: only the functions for photos change them, so a late text write cannot drop a new
 * photo. A draft that has become a report is not written again; the result is false then.
 */
export const writeDraft = async (db: MainDb, draft: Draft): Promise<boolean> => {
  const write = () =>
    db.transaction('rw', db.drafts, db.outbox, async () => {
      const stored = await storedDraft(db, draft.id);
      if (!stored && (await isReported(db, draft))) return false;
      const { photos, undecoded } = stored ?? draft;
      await db.drafts.put({ ...draft, photos, undecoded });
      return true;
    });
  return withTextSpace(db, draft.updatedAt, write);
};

const isReported = async (db: MainDb, { kind, subject, replaces }: Draft): Promise<boolean> => {
  if (kind !== 'report') return false;
  const rows = db.outbox.where('subjectKey').equals(subjectKey(subject));
  const reports = rows.filter(
    ({ event }) => event.type === 'case.reported' && (event.replaces ?? null) === replaces,
  );
  return (await reports.count()) > 0;
};

export type PictureData = PhotoBytesRow;

type Added = Promise<Result<DraftRow, 'storageFull' | 'notFound'>>;

/** One transaction with the bytes, so that a crash leaves all or none. Reads the draft inside, so newer text stays. */
const addToDraft = async (
  db: MainDb,
  draftId: string,
  pictures: readonly PictureData[],
  now: Millis,
  add: (draft: DraftRow) => DraftRow,
): Added => {
  const write = () =>
    db.transaction('rw', db.drafts, db.photos, db.photoBytes, async (): Added => {
      const draft = await storedDraft(db, draftId);
      if (!draft) return err('notFound');
      const next = { ...add(draft), updatedAt: now };
      await db.photoBytes.bulkPut([...pictures]);
      await db.drafts.put(next);
      if (hashesIn(draft).length >= hashesIn(next).length) await dropUnusedBytes(db, draft);
      return ok(next);
    });
  try {
    return await withSpace(db, now, write);
  } catch (error) {
    if (isQuotaError(error)) return err('storageFull');
    throw error;
  }
};

/**
 * Adds a photo to its draft: bytes, thumbnail and photo list in one transaction. `decoded` is the hash of the HEIC file
 * that it was: the file is deleted with it. Errors: `storageFull`, `notFound`; the draft is unchanged then.
 */
export const addDraftPhoto = (
  db: MainDb,
  draftId: string,
  photo: DraftPhoto,
  pictures: readonly PictureData[],
  now: Millis,
  decoded: Sha256 | null = null,
): Added =>
  addToDraft(db, draftId, pictures, now, (draft) => ({
    ...without(draft, decoded),
    photos: [...without(draft, photo.sha256).photos, photo],
  }));

/** Stores a HEIC file in its draft until it can be decoded. Errors as in `addDraftPhoto`. */
export const addUndecoded = (
  db: MainDb,
  draftId: string,
  photo: UndecodedPhoto,
  data: ArrayBuffer,
  now: Millis,
): Added =>
  addToDraft(db, draftId, [{ sha256: photo.sha256, data }], now, (draft) => ({
    ...draft,
    undecoded: [...without(draft, photo.sha256).undecoded, photo],
  }));

const without = (draft: DraftRow, hash: Sha256 | null): DraftRow => ({
  ...draft,
  photos: draft.photos.filter(({ sha256 }) => sha256 !== hash),
  undecoded: draft.undecoded.filter(({ sha256 }) => sha256 !== hash),
});

/** The photos of a draft or an event. */
type Pictures = {
  readonly photos: readonly Pick<DraftPhoto, 'sha256' | 'thumbnail'>[];
  readonly undecoded: DraftRow['undecoded'];
};

/** The hashes of each photo and file: its own, then that of its thumbnail. */
const hashesIn = ({ photos, undecoded }: Pictures): [Sha256, ...Sha256[]][] => [
  ...photos.map(({ sha256, thumbnail }): [Sha256, Sha256] => [sha256, thumbnail.sha256]),
  ...undecoded.map(({ sha256 }): [Sha256] => [sha256]),
];

/** Deletes the bytes of these pictures, except bytes that an event or a stored draft still names. */
export const dropUnusedBytes = async (db: MainDb, was: Pictures): Promise<void> => {
  const drafts = await storedDrafts(db);
  const inDrafts = new Set(drafts.flatMap(hashesIn).map(([sha256]) => sha256));
  for (const hashes of hashesIn(was)) {
    if (inDrafts.has(hashes[0]) || (await db.photos.get(hashes[0]))) continue;
    await db.photoBytes.bulkDelete(hashes);
  }
};

/** Removes a photo or a HEIC file by its hash. */
export const removeDraftPhoto = async (db: MainDb, draftId: string, sha256: Sha256): Promise<void> => {
  await db.transaction('rw', db.drafts, db.photos, db.photoBytes, async () => {
    const draft = await storedDraft(db, draftId);
    if (!draft) return;
    await db.drafts.put(without(draft, sha256));
    await dropUnusedBytes(db, draft);
  });
};

export const discardDraft = async (db: MainDb, draftId: string): Promise<void> => {
  await db.transaction('rw', db.drafts, db.photos, db.photoBytes, async () => {
    const draft = await storedDraft(db, draftId);
    await db.drafts.delete(draftId);
    if (draft) await dropUnusedBytes(db, draft);
  });
};

/** Scene or after photo: the person may change the slot later. */
export const setDraftPhotoSlot = async (
  db: MainDb,
  draftId: string,
  sha256: Sha256,
  slot: string,
): Promise<void> => {
  await db.transaction('rw', db.drafts, async () => {
    const draft = await storedDraft(db, draftId);
    if (!draft) return;
    const photos = draft.photos.map((photo) => (photo.sha256 === sha256 ? { ...photo, slot } : photo));
    await db.drafts.put({ ...draft, photos });
  });
};
