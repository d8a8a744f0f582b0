/**
 * One person's own database on this phone.
 *
 * Promises: what a transaction here acknowledged survives a crash of page, browser and phone (`strict`: Chromium
 * flushes before `complete`). One save is one transaction. Schema changes are additive and never touch the outbox.
 * Assumes: callers compress, hash and sign before they open a transaction, since awaiting anything but the
 * database inside one would commit it early; and they await the transaction, not single operations, since on a full
 * disk some of those never settle.
 */
import { Dexie, type EntityTable, type Table } from 'dexie';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Position } from '#domain/base/geometry.ts';
import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';
import type { EventId, PersonId } from '#domain/ledger/ids.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { SubjectKey } from '#domain/ledger/subject-key.ts';
import type { PulledSubject, Stored } from '#domain/protocol/pull.ts';
import type { EventOf, LedgerEvent, Subject } from '#domain/subjects.ts';

/** An event of this person, from the moment it is saved until 30 days after the server confirmed it. */
export type OutboxRow = {
  readonly eventId: EventId;
  /** Order of saving on this device. */
  readonly order: number;
  readonly subjectKey: SubjectKey;
  /** Exactly what was signed. */
  readonly text: string;
  readonly signature: string;
  readonly hash: Sha256;
  readonly event: LedgerEvent;
  readonly savedAt: Millis;
  /** 1 while the server has given no verdict, and again while it is offered anew to a restored server. */
  readonly unsent: 0 | 1;
  readonly verdict: 'applied' | 'contested' | 'rejected' | 'held' | null;
  readonly reason: ErrorCode | null;
  readonly seq: number | null;
  readonly receivedAt: Millis | null;
  readonly receipt: string | null;
  readonly tries: number;
  readonly lastError: ErrorCode | null;
  /** A rejected event that was mended points to the event that replaces it. */
  readonly replacedBy: EventId | null;
  /** A rejected event the office mended: the one that stands for it in the pulled subject. */
  readonly mendedAs?: EventId | undefined;
  /** A rejected event the person has read and put away: kept, and no longer shown. */
  readonly putAway?: boolean;
};

/**
 * A photo (or, with the same states, its thumbnail) on its way.
 * waiting → stored (the server answered 201) → confirmed (a later, separate request gave a receipt) → freed.
 */
export type PhotoState = 'waiting' | 'stored' | 'confirmed' | 'freed';

export type PhotoRow = {
  readonly sha256: Sha256;
  /** Events that name it; the newest decides its place in the queue. */
  readonly events: EventId[];
  readonly order: number;
  readonly bytes: Bytes;
  readonly state: PhotoState;
  readonly thumbnail: Sha256;
  readonly thumbnailBytes: Bytes;
  /** `missing`: its bytes are no longer on this phone; the full photo speaks for it. */
  readonly thumbnailState: 'waiting' | 'stored' | 'missing';
  /** Bytes the server is known to hold of it. */
  readonly sent: Bytes;
  readonly tries: number;
  /** `photoMissing`: its bytes are no longer whole on this phone, so it cannot be sent; the person is told. */
  readonly lastError: ErrorCode | null;
  readonly confirmedAt: Millis | null;
  readonly receipt: string | null;
};

/** Bytes live apart, so that lists never load them. ArrayBuffer, since Safari loses Blobs. */
export type PhotoBytesRow = { readonly sha256: Sha256; readonly data: ArrayBuffer };

export type DraftPhoto = ManifestPhoto;

type ReportBody = EventOf<'case.reported'>['body'];
export type DraftForm = Omit<ReportBody, 'hazard' | 'severity' | 'position' | 'channel' | 'grid'> & {
  readonly family: string | null;
  readonly hazard: ReportBody['hazard'] | null;
  readonly severity: ReportBody['severity'] | null;
  /** A pin the person moved, or the position of a photo; the device's own fix is taken when saving. */
  readonly chosenPosition: Position | null;
  /** The best fix so far, so that a killed page does not lose it. */
  readonly fix: { lat: number; lon: number; accuracyMetres: number; at: Millis } | null;
};

export type DraftRow = {
  readonly id: string;
  /** The case the report will make, chosen at once so that a retry of saving cannot double it. */
  readonly caseId: string;
  readonly updatedAt: Millis;
  readonly form: DraftForm;
  readonly photos: DraftPhoto[];
  /** Set when this draft mends a rejected or still undecided report. */
  readonly replaces: EventId | null;
};

/** A subject as the server folded it, untouched. What is shown is this with the outbox laid on top. */
export type SubjectRowLocal = {
  readonly key: SubjectKey;
  readonly seq: number;
  readonly subject: Subject;
  readonly stored: Record<Sha256, Stored>;
  /** The snapshot that last confirmed it; older ones are swept when a snapshot ends. */
  readonly snapshot: number;
  /** The fold version that wrote the body; absent in rows that an older version of the app stored. */
  readonly fold?: number;
};

/** A subject in a kind or form that this version does not read, as it came. It becomes readable with an update. */
export type UnreadSubjectRow = {
  readonly key: SubjectKey;
  readonly seq: number;
  readonly pulled: PulledSubject;
  /** The events in its timeline: the server holds them, so they are no longer on top of it. */
  readonly eventIds: readonly EventId[];
  readonly snapshot: number;
};

export type ReferenceRowLocal = {
  /** Of any kind: one that this version does not know is kept for the one that does. */
  readonly kind: string;
  readonly id: string;
  readonly seq: number;
  readonly value: unknown;
  /** Judged when it came: a row in a form this version does not read is kept for the one that does. */
  readonly isReadable: boolean;
  readonly snapshot: number;
};

/** The pull's place, and what sync last knew. */
export type MetaRow =
  | { readonly key: 'cursor'; readonly value: string }
  | { readonly key: 'snapshot'; readonly value: number }
  | { readonly key: 'swept'; readonly value: number }
  | { readonly key: 'lastContact'; readonly value: Millis }
  /** Heads of the ledger told since the last pull. */
  | { readonly key: 'seen'; readonly value: readonly string[] }
  /** The server asked to be left alone until then. */
  | { readonly key: 'heldUntil'; readonly value: Millis }
  /** The fold versions with which the stored subjects were read last. */
  | { readonly key: 'readWith'; readonly value: string }
  /** Space kept back for words. */
  | { readonly key: 'reserve'; readonly value: ArrayBuffer };

export class MainDb extends Dexie {
  declare outbox: EntityTable<OutboxRow, 'eventId'>;
  declare photos: EntityTable<PhotoRow, 'sha256'>;
  declare photoBytes: EntityTable<PhotoBytesRow, 'sha256'>;
  declare drafts: EntityTable<DraftRow, 'id'>;
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
    // By snapshot and seq: what a pull wrote since, and what a snapshot left behind. By reporter: own reports.
    this.version(2).stores({ subjects: 'key, seq, [snapshot+seq], subject.reporter' });
    this.version(3).stores({ unreadSubjects: 'key, snapshot' });
  }
}
