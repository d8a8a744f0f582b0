import type { Millis, Sha256 } from '#domain/base/units.ts';
import { isErrorCode } from '#domain/base/errors.ts';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import type { PushVerdict } from '#domain/protocol/push.ts';
import { changeRows } from '#storage/databases/change-rows.ts';
import type {
  DraftPhoto,
  DraftRow,
  MainDb,
  OutboxRow,
  PhotoBytesRow,
  PhotoRow,
} from '#storage/databases/main-db.ts';
import type { LedgerEvent } from '#domain/subjects.ts';
import { storedDraft } from './read-draft.ts';

export type EventToSave = {
  readonly event: LedgerEvent;
  readonly signed: SignedEvent & { readonly hash: Sha256 };
  /** The draft of this event; ends in the transaction that saves the event. */
  readonly draftId: string | null;
  /** Bytes that no draft has stored yet. */
  readonly pictures?: readonly PhotoBytesRow[];
  /** The event is not sent before this time; until then the person may undo it. */
  readonly notBefore?: Millis | undefined;
  readonly now: Millis;
};

/** Thrown when the photos of the draft changed after the event was created. Nothing was saved. */
export class DraftPhotosChanged extends Error {}

/** A photo as an event names it. A slot other than `after` shows the scene. */
export const inManifest = ({ slot, ...photo }: DraftPhoto): ManifestPhoto => ({
  ...photo,
  role: slot === 'after' ? 'after' : 'scene',
});

const photosIn = (photos: readonly Pick<ManifestPhoto, 'sha256' | 'role'>[]): string =>
  photos.map(({ sha256, role }) => `${sha256} ${role}`).join();

/** HEIC files that are not decoded yet go on as photos for the same subject. */
const endDraft = async (db: MainDb, draft: DraftRow | undefined): Promise<void> => {
  if (!draft) return;
  if (draft.undecoded.length > 0) {
    const rest = { id: crypto.randomUUID(), photos: [], replaces: null };
    await db.drafts.add({ ...draft, ...rest, kind: 'photos', form: { missing: [] } });
  }
  await db.drafts.delete(draft.id);
};

/** The report that a first tap has already saved, when a second tap creates another event from the same draft. */
const sameReport = async (db: MainDb, event: LedgerEvent): Promise<OutboxRow | undefined> =>
  event.type === 'case.reported'
    ? await db.outbox
        .where('subjectKey')
        .equals(subjectKey(event.subject))
        .filter((row) => row.event.type === 'case.reported' && row.event.replaces === event.replaces)
        .first()
    : undefined;

/**
 * Saves an event with its photos in one strict transaction. After it, the event is safe on this phone.
 *
 * The bytes of the photos are in `photoBytes` since they joined the draft, or on the server with a receipt. A save
 * with missing bytes is refused as a whole. Saving the same event or the same draft twice changes nothing. Returns the
 * id of the saved event. Throws DraftPhotosChanged when the draft has other photos.
 */
export const saveEvent = async (
  db: MainDb,
  { event, signed, draftId, pictures = [], notBefore, now }: EventToSave,
): Promise<EventId> =>
  db.transaction('rw', [db.outbox, db.photos, db.photoBytes, db.drafts], async () => {
    const hashes = event.photos.map((photo) => photo.sha256);
    if (pictures.length > 0) await db.photoBytes.bulkPut([...pictures]);
    // All reads in parallel, then all writes in parallel: the person waits for each database round trip.
    const [draft, byId, byDraft, last, present, known] = await Promise.all([
      draftId === null ? undefined : storedDraft(db, draftId),
      db.outbox.get(event.id),
      sameReport(db, event),
      db.outbox.orderBy('order').last(),
      presentBytes(db, event.photos),
      db.photos.bulkGet(hashes),
    ]);
    const saved = byId ?? byDraft;
    if (saved) {
      await endDraft(db, draft);
      return saved.eventId;
    }
    if (draft && photosIn(draft.photos.map(inManifest)) !== photosIn(event.photos))
      throw new DraftPhotosChanged();
    const isSafe = ({ sha256, thumbnail }: ManifestPhoto, i: number) =>
      present.has(thumbnail.sha256) && (present.has(sha256) || (known[i]?.receipt ?? null) !== null);
    if (!event.photos.every(isSafe)) throw new Error('A photo of this report is missing on this phone');
    const order = (last?.order ?? 0) + 1;
    const row: OutboxRow = {
      eventId: event.id,
      order,
      subjectKey: subjectKey(event.subject),
      text: signed.text,
      signature: signed.signature,
      hash: signed.hash,
      event,
      savedAt: now,
      ...(notBefore === undefined ? {} : { notBefore }),
      unsent: 1,
      verdict: null,
      reason: null,
      seq: null,
      receivedAt: null,
      receipt: null,
      tries: 0,
      lastError: null,
      replacedBy: null,
    };
    const claimed = event.photos.map((photo, i) =>
      claimedPhoto(photo, known[i], { eventId: event.id, order, isHere: present.has(photo.sha256) }),
    );
    await Promise.all([
      db.outbox.add(row),
      db.photos.bulkPut(claimed),
      event.replaces && db.outbox.update(event.replaces, { replacedBy: event.id }),
      endDraft(db, draft),
    ]);
    return event.id;
  });

/**
 * The hashes of these photos and thumbnails whose bytes are on this phone. Counts run in parallel; a cursor would wait
 * for the database at each row.
 */
export const presentBytes = async (
  db: MainDb,
  photos: readonly Pick<ManifestPhoto, 'sha256' | 'thumbnail'>[],
): Promise<Set<Sha256>> => {
  const hashes = photos.flatMap((photo) => [photo.sha256, photo.thumbnail.sha256]);
  const counts = await Promise.all(hashes.map((hash) => db.photoBytes.where('sha256').equals(hash).count()));
  return new Set(hashes.filter((_, i) => counts[i]! > 0));
};

type Claim = { readonly eventId: EventId; readonly order: number; readonly isHere: boolean };

/**
 * A lost photo becomes sendable again. A freed photo whose bytes came back becomes confirmed, so that it can be freed
 * again.
 */
const claimedPhoto = (photo: ManifestPhoto, known: PhotoRow | undefined, claim: Claim): PhotoRow => ({
  ...(known ?? waitingPhoto(photo)),
  ...(known?.state === 'freed' && claim.isHere ? { state: 'confirmed' as const } : {}),
  ...(known?.thumbnailState === 'missing' ? { thumbnailState: 'waiting' as const } : {}),
  events: [...new Set([...(known?.events ?? []), claim.eventId])],
  order: claim.order,
  lastError: null,
});

const waitingPhoto = (photo: ManifestPhoto): Omit<PhotoRow, 'events' | 'order'> => ({
  sha256: photo.sha256,
  bytes: photo.bytes,
  state: 'waiting',
  thumbnail: photo.thumbnail.sha256,
  thumbnailBytes: photo.thumbnail.bytes,
  thumbnailState: 'waiting',
  sent: 0,
  tries: 0,
  lastError: null,
  confirmedAt: null,
  receipt: null,
});

const idsOf = (rows: readonly OutboxRow[]): EventId[] => rows.map((row) => row.eventId);

/** Events without a verdict, oldest first: the order within a subject is the order of saving. */
export const unsentEvents = (db: MainDb): Promise<OutboxRow[]> =>
  db.outbox.where('unsent').equals(1).sortBy('order');

/** Events that the server has answered, oldest first. */
export const answeredEvents = (db: MainDb): Promise<OutboxRow[]> =>
  db.outbox.where('unsent').equals(0).sortBy('order');

/**
 * Writes the verdicts of one push. A verdict is matched by the hash of the bytes sent, so an answer to other bytes
 * changes nothing. `retry` leaves the event unsent. Verdicts that another tab wrote in the meantime stay. Returns the
 * ids of the events that are still unsent.
 */
export const recordVerdicts = async (
  db: MainDb,
  sent: readonly OutboxRow[],
  verdicts: readonly PushVerdict[],
): Promise<EventId[]> => {
  const verdictsByHash = new Map(verdicts.map((verdict) => [verdict.hash, verdict]));
  const changed = await changeRows(db.outbox, idsOf(sent), (row) =>
    row.unsent === 1 ? verdictChange(row, verdictsByHash.get(row.hash)) : null,
  );
  return idsOf(changed.filter((row) => row.unsent === 1));
};

const verdictChange = ({ tries }: OutboxRow, answer: PushVerdict | undefined): Partial<OutboxRow> => {
  const tried = tries + 1;
  const reason = isErrorCode(answer?.reason) ? answer.reason : null;
  if (!answer || answer.verdict === 'retry') return { tries: tried, lastError: reason ?? 'internal' };
  const { verdict, seq, receivedAt, receipt } = answer;
  return { unsent: 0, verdict, reason, seq, receivedAt, receipt, tries: tried, lastError: null };
};

/** For a failure of the link or the server: the events stay unsent, and the count of tries is shown to the person. */
export const countFailedTry = async (
  db: MainDb,
  rows: readonly OutboxRow[],
  lastError: OutboxRow['lastError'],
): Promise<void> => {
  await changeRows(db.outbox, idsOf(rows), (row) =>
    row.unsent === 1 ? { tries: row.tries + 1, lastError } : null,
  );
};

/**
 * These events, and all other events of the same subjects on this phone: a server that lost one of them may have lost
 * the others.
 */
const withTheirSubjects = async (db: MainDb, ids: readonly EventId[]): Promise<EventId[]> => {
  const rows = await db.outbox.bulkGet([...ids]);
  const keys = [...new Set(rows.flatMap((row) => row?.subjectKey ?? []))];
  const found = await Promise.all(keys.map((key) => db.outbox.where('subjectKey').equals(key).primaryKeys()));
  return found.flat();
};

/**
 * Offers events to the server again after it lost them: these events and the others of their subjects, so that the
 * order within a subject is kept, or all events. The old verdict stays until a new one arrives. A repeated event
 * changes nothing on a server that has it. Corrections by an admin are read again from the next pull.
 */
export const offerEventsAgain = async (db: MainDb, ids: readonly EventId[] | 'all'): Promise<void> => {
  const offered =
    ids === 'all' ? await db.outbox.toCollection().primaryKeys() : await withTheirSubjects(db, ids);
  await changeRows(db.outbox, offered, (): Partial<OutboxRow> => ({ unsent: 1, mendedAs: undefined }));
};
