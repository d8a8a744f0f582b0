/**
 * One person's own database on this phone.
 *
 * Promises: data of a completed transaction survives a crash of page, browser and phone (`strict`: Chromium flushes
 * before `complete`). One save is one transaction. Schema changes are additive and never touch the outbox.
 * Assumes: callers compress, hash and sign before they open a transaction, because awaiting anything but the database
 * inside one would commit it early. Callers await the transaction, not single operations, because on a full disk some
 * operations never settle.
 */
import { Dexie, type EntityTable, type Table } from 'dexie';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { LatLon } from '#domain/base/geometry.ts';
import type { Bytes, Metres, Millis, Sha256 } from '#domain/base/units.ts';
import type { EventId, PersonId } from '#domain/ledger/ids.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { SubjectRef } from '#domain/ledger/subject.ts';
import type { SubjectKey } from '#domain/ledger/subject-key.ts';
import type { Fix, PositionChoice } from '#domain/place/report-position.ts';
import type { PulledSubject, Stored } from '#domain/protocol/pull.ts';
import type { EventOf, LedgerEvent, Subject } from '#domain/subjects.ts';

/** An event of this person, stored from the save until at least 30 days later and until the server confirmed it. */
export type OutboxRow = {
  readonly eventId: EventId;
  /** Order of saving on this device. */
  readonly order: number;
  readonly subjectKey: SubjectKey;
  /** The exact text that was signed. */
  readonly text: string;
  readonly signature: string;
  readonly hash: Sha256;
  readonly event: LedgerEvent;
  readonly savedAt: Millis;
  /** The person may undo the event, and it is not sent before this time. Absent after a batch has taken it. */
  readonly notBefore?: Millis | undefined;
  /** 1 until the server has returned a verdict, and again while the event is offered to a restored server. */
  readonly unsent: 0 | 1;
  readonly verdict: 'applied' | 'contested' | 'rejected' | 'held' | null;
  readonly reason: ErrorCode | null;
  readonly seq: number | null;
  readonly receivedAt: Millis | null;
  readonly receipt: string | null;
  readonly tries: number;
  readonly lastError: ErrorCode | null;
  /** For a rejected event that was resubmitted: the id of the event that replaces it. */
  readonly replacedBy: EventId | null;
  /** For a rejected event that an admin corrected: the id of the correction in the pulled subject. */
  readonly mendedAs?: EventId | undefined;
  /** True for a rejected event that the person acknowledged: stored, but no longer shown. */
  readonly putAway?: boolean;
};

/**
 * The state of a photo; a thumbnail has similar states. waiting → stored (uploaded: the server answered 201) →
 * confirmed (a later, separate request returned a receipt) → freed.
 */
export type PhotoState = 'waiting' | 'stored' | 'confirmed' | 'freed';

export type PhotoRow = {
  readonly sha256: Sha256;
  /** Events that name the photo. The newest one decides its position in the queue. */
  readonly events: EventId[];
  readonly order: number;
  readonly bytes: Bytes;
  readonly state: PhotoState;
  readonly thumbnail: Sha256;
  readonly thumbnailBytes: Bytes;
  /** `missing`: its bytes are no longer on this phone. The full photo is sent without it. */
  readonly thumbnailState: 'waiting' | 'stored' | 'missing';
  /** Bytes that the server is known to have. */
  readonly sent: Bytes;
  readonly tries: number;
  /**
   * `photoMissing`: the bytes on this phone are missing or damaged, so the photo cannot be sent. The person sees it.
   */
  readonly lastError: ErrorCode | null;
  readonly confirmedAt: Millis | null;
  readonly receipt: string | null;
};

/** Bytes have their own table, so that lists never load them. ArrayBuffer, because Safari loses Blobs. */
export type PhotoBytesRow = { readonly sha256: Sha256; readonly data: ArrayBuffer };

/** `slot`: what the photo is for in its form. In a report: `scene` or `after`. */
export type DraftPhoto = Omit<ManifestPhoto, 'role'> & { readonly slot: string };

/** A picked HEIC file that waits for the decoder. Its bytes are in `photoBytes`, by the hash of the file. */
export type UndecodedPhoto = Pick<DraftPhoto, 'sha256' | 'slot'> & { readonly name: string };

type ReportBody = EventOf<'case.reported'>['body'];
/** `from`: where the last report was made, if known; the fields are only right within this distance of it. */
export type CarriedSpot = {
  readonly fields: readonly CarriedField[];
  readonly from: LatLon | null;
  readonly within: Metres;
};
export type CarriedField = 'place' | 'building' | 'unit';

export type ReportForm = Pick<ReportBody, 'spot' | 'description' | 'handled'> & {
  readonly family: string | null;
  readonly hazard: ReportBody['hazard'] | null;
  readonly severity: ReportBody['severity'] | null;
  /** The person chose the severity: another kind does not change it. */
  readonly isSeverityByHand: boolean;
  /** What is still filled in from the last report; null if nothing is. */
  readonly carried: CarriedSpot | null;
  /** The position that the person chose; null: it is derived at the save. */
  readonly choice: PositionChoice | null;
  /** The last good fix, stored so that a killed page does not lose it. */
  readonly fix: Fix | null;
  /** The browser may not locate the phone. */
  readonly isLocationDenied: boolean;
};

/** Photos for a subject that exists. `missing`: the names of the picked files that are not stored yet. */
export type PhotosForm = { readonly missing: readonly string[] };

/** The kinds of draft, each with its form. */
export type DraftForms = { readonly report: ReportForm; readonly photos: PhotosForm };
export type DraftKind = keyof DraftForms;

/** What a person began and has not saved. Rows of earlier versions have another shape: `readDraft`. */
export type Draft<K extends DraftKind = DraftKind> = {
  readonly id: string;
  readonly kind: K;
  /**
   * What the draft is about. The id of a new subject is chosen with the draft, so that a repeated save cannot create a
   * second one.
   */
  readonly subject: SubjectRef;
  readonly updatedAt: Millis;
  readonly form: DraftForms[K];
  readonly photos: readonly DraftPhoto[];
  readonly undecoded: readonly UndecodedPhoto[];
  /** Set when this draft resubmits a rejected or still undecided event. */
  readonly replaces: EventId | null;
};
export type DraftRow = { [K in DraftKind]: Draft<K> }[DraftKind];

/** A subject exactly as the server folded it. The interface shows it with the outbox on top. */
export type SubjectRowLocal = {
  readonly key: SubjectKey;
  readonly seq: number;
  readonly subject: Subject;
  readonly stored: Record<Sha256, Stored>;
  /** The snapshot that last contained the row. Older rows are swept when a snapshot ends. */
  readonly snapshot: number;
  /** The fold version that wrote the body; absent in rows that an older version of the app stored. */
  readonly fold?: number;
};

/** A subject of a kind or form that this version cannot read, stored as received. A later version may read it. */
export type UnreadSubjectRow = {
  readonly key: SubjectKey;
  readonly seq: number;
  readonly pulled: PulledSubject;
  /** The events in its timeline: the server has them, so the phone does not put them on top. */
  readonly eventIds: readonly EventId[];
  readonly snapshot: number;
};

export type ReferenceRowLocal = {
  /** Of any kind. A row of an unknown kind is kept for a later version. */
  readonly kind: string;
  readonly id: string;
  readonly seq: number;
  readonly value: unknown;
  /** Checked when the row arrives. A row that this version cannot read is kept for a later version. */
  readonly isReadable: boolean;
  readonly snapshot: number;
};

/** The cursor of the pull, and other state of sync. */
export type MetaRow =
  | { readonly key: 'cursor'; readonly value: string }
  | { readonly key: 'snapshot'; readonly value: number }
  | { readonly key: 'swept'; readonly value: number }
  | { readonly key: 'lastContact'; readonly value: Millis }
  /** Ledger heads received since the last pull (known heads). */
  | { readonly key: 'seen'; readonly value: readonly string[] }
  /** Retry-after: the server accepts no request before this time. */
  | { readonly key: 'heldUntil'; readonly value: Millis }
  /** The fold versions with which the stored subjects were read last. */
  | { readonly key: 'readWith'; readonly value: string }
  /** The reserve: space that photos may not use. */
  | { readonly key: 'reserve'; readonly value: ArrayBuffer };

export class MainDb extends Dexie {
  declare outbox: EntityTable<OutboxRow, 'eventId'>;
  declare photos: EntityTable<PhotoRow, 'sha256'>;
  declare photoBytes: EntityTable<PhotoBytesRow, 'sha256'>;
  declare drafts: EntityTable<Draft, 'id'>;
  declare subjects: EntityTable<SubjectRowLocal, 'key'>;
  declare unreadSubjects: EntityTable<UnreadSubjectRow, 'key'>;
  declare reference: Table<ReferenceRowLocal, [string, string]>;
  declare meta: EntityTable<MetaRow, 'key'>;

  constructor(readonly person: PersonId) {
    super(`grid-patrol-main-${person}`, { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      outbox: 'eventId, order, unsent, subjectKey',
      photos: 'sha256, state, thumbnailState, order, *events',
      photoBytes: 'sha256',
      drafts: 'id, updatedAt',
      subjects: 'key, seq',
      reference: '[kind+id]',
      meta: 'key',
    });
    // [snapshot+seq]: rows written since a pull, and rows that a snapshot did not contain. subject.reporter: own
    // reports.
    this.version(2).stores({ subjects: 'key, seq, [snapshot+seq], subject.reporter' });
    this.version(3).stores({ unreadSubjects: 'key, snapshot' });
  }
}
