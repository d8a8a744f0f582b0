/**
 * What a frozen bundle exports, written by hand: the part of each released client that tests use. It follows the
 * bundles, not today's code.
 */
import type { Dexie, EntityTable, Table } from 'dexie';
import type { GenericSchema } from 'valibot';

export const releasedVersions = [1, 2, 3, 4, 5, 6] as const;
export type ReleasedVersion = (typeof releasedVersions)[number];

export type ReleasedResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string };

export type ReleasedPhoto = {
  readonly sha256: string;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly thumbnail: { readonly sha256: string; readonly bytes: number };
  readonly role: 'scene' | 'after';
  readonly source: 'camera' | 'file';
  readonly takenAt: string | null;
  readonly position: object | null;
};

type ReleasedEvent = {
  readonly type: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly photos: readonly ReleasedPhoto[];
};

export type OutboxRow = {
  readonly eventId: string;
  readonly order: number;
  readonly text: string;
  readonly hash: string;
  readonly event: ReleasedEvent;
  readonly unsent: 0 | 1;
  readonly verdict: 'applied' | 'contested' | 'rejected' | 'held' | null;
  readonly reason: string | null;
  readonly seq: number | null;
  readonly receivedAt: number | null;
  readonly receipt: string | null;
  readonly tries: number;
  readonly lastError: string | null;
};

export type PhotoRow = {
  readonly sha256: string;
  readonly thumbnail: string;
  readonly state: 'waiting' | 'stored' | 'confirmed' | 'freed';
  readonly thumbnailState: 'waiting' | 'stored' | 'missing';
  readonly receipt: string | null;
  readonly lastError: string | null;
};

type ReleasedSubject = {
  readonly kind: string;
  readonly id: string;
  readonly state: string;
  readonly description: string;
  readonly dismissReason: string;
  readonly photos: readonly ReleasedPhoto[];
  readonly timeline: readonly { readonly eventId: string; readonly type: string; readonly text: string }[];
};

export type SubjectRow = {
  readonly key: string;
  readonly seq: number;
  readonly subject: ReleasedSubject;
  readonly stored: Readonly<Record<string, 'thumbnail' | 'complete'>>;
};

export type ReferenceRow = {
  readonly kind: string;
  readonly id: string;
  readonly value: unknown;
  readonly isReadable: boolean;
};

type ReportForm = {
  readonly hazard: string | null;
  readonly severity: string | null;
  readonly spot: object;
  readonly chosenPosition: object | null;
  readonly noPosition: string | null;
  readonly description: string;
  readonly handled: boolean;
};

type Draft = {
  readonly id: string;
  readonly caseId: string;
  readonly updatedAt: number;
  readonly form: ReportForm;
  readonly photos: readonly ReleasedPhoto[];
  readonly replaces: string | null;
};

export type Picture = { readonly sha256: string; readonly data: ArrayBuffer };

export type ReleasedDb = Dexie & {
  readonly outbox: EntityTable<OutboxRow, 'eventId'>;
  readonly photos: EntityTable<PhotoRow, 'sha256'>;
  readonly drafts: EntityTable<Draft, 'id'>;
  readonly subjects: EntityTable<SubjectRow, 'key'>;
  readonly reference: Table<ReferenceRow, [string, string]>;
};

export type SignedIn = {
  readonly id: string;
  readonly person: { readonly id: string; readonly role: string; readonly region: string };
  readonly device: string;
  readonly clockOffset: number | null;
};
export type ReleasedShared = Dexie & { readonly signedIn: EntityTable<SignedIn, 'id'> };

export type TransportRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | ArrayBuffer;
};
type TransportAnswer = {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly bytes: ArrayBuffer;
};
export type Transport = {
  (request: TransportRequest): Promise<ReleasedResult<TransportAnswer>>;
  /** Set from version 4 on. */
  readonly isBlind?: boolean;
};

export type SyncStatus = {
  readonly phase: 'idle' | 'sending' | 'receiving' | 'waiting' | 'signedOut';
  readonly error: string | null;
};
export type RunOutcome =
  | { readonly kind: 'done' | 'stopped' }
  | { readonly kind: 'signedOut'; readonly error: string };

export type Remaining = { readonly events: number; readonly thumbnails: number; readonly photos: number };

export type TrustState = {
  readonly kind: 'onPhone' | 'textReceived' | 'photos' | 'complete' | 'rejected';
  readonly reason?: string;
};

export type ShownCase = Pick<SubjectRow, 'stored'> & {
  readonly case: ReleasedSubject;
  /** Own events shown on top of what was pulled. */
  readonly pending: number;
};

type Author = {
  readonly db: ReleasedDb;
  readonly signedIn: SignedIn;
  readonly now: number;
  readonly random: (length: number) => Uint8Array;
};
type Act = {
  readonly caseId: string;
  readonly type: string;
  readonly text: string;
  readonly photos: readonly ReleasedPhoto[];
  readonly pictures: readonly Picture[];
};
type EngineDeps = {
  readonly db: ReleasedDb;
  readonly identity: { readonly person: string; readonly device: string };
  readonly transport: Transport;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: unknown;

  readonly photosWait: () => Promise<boolean>;
  readonly onStatus: (status: SyncStatus) => void;
  readonly onClockOffset: (offset: number) => void;
};
type SessionDeps = {
  readonly shared: ReleasedShared;
  readonly transport: Transport;
  readonly newDeviceId: () => string;
  readonly deviceLabel: string;
};

export type Released = {
  readonly PROTOCOL_VERSION: number;
  readonly caseEventBodies: Readonly<Record<string, GenericSchema>>;
  readonly envelopeSchema: GenericSchema;
  readonly signedEventSchema: GenericSchema;
  readonly pushRequestSchema: GenericSchema;
  readonly pushAnswerSchema: GenericSchema;
  readonly pullAnswerSchema: GenericSchema;
  readonly haveRequestSchema: GenericSchema;
  readonly haveAnswerSchema: GenericSchema;
  readonly thumbnailsAnswerSchema: GenericSchema;
  readonly deviceRequestSchema: GenericSchema;
  readonly deviceAnswerSchema: GenericSchema;
  readonly sessionAnswerSchema: GenericSchema;
  readonly parseEvent: (text: string) => ReleasedResult<ReleasedEvent>;
  /** Null for a row in a form this version does not read. */
  readonly parseReference: (kind: string, value: unknown) => unknown;
  readonly MainDb: new (person: string) => ReleasedDb;
  readonly SharedDb: new () => ReleasedShared;
  readonly authorityOf: (signedIn: SignedIn) => object;
  readonly storeClockOffset: (shared: ReleasedShared, person: string, offset: number) => Promise<void>;
  readonly emptyForm: ReportForm;
  readonly writeDraft: (db: ReleasedDb, draft: Draft) => Promise<unknown>;
  readonly addDraftPhoto: (
    db: ReleasedDb,
    draftId: string,
    photo: ReleasedPhoto,
    pictures: readonly Picture[],
    now: number,
  ) => Promise<ReleasedResult<Draft>>;
  readonly readArea: (db: ReleasedDb) => Promise<object>;
  readonly saveReport: (author: Author, draft: Draft, area: object) => Promise<ReleasedResult<string>>;
  readonly saveCaseEvent: (author: Author, act: Act) => Promise<ReleasedResult<string>>;
  readonly remaining: (db: ReleasedDb) => Promise<Remaining>;
  readonly shownCase: (db: ReleasedDb, by: object, caseId: string) => Promise<ShownCase | null>;
  readonly trustState: (row: OutboxRow, photos: readonly PhotoRow[]) => TrustState;
  readonly pulledTrustState: (photos: readonly ReleasedPhoto[], stored: SubjectRow['stored']) => TrustState;
  readonly signIn: (
    deps: SessionDeps,
    username: string,
    password: string,
  ) => Promise<ReleasedResult<SignedIn>>;
  readonly fetchTransport: Transport;
  readonly sleep: unknown;
  readonly createSyncEngine: (deps: EngineDeps) => {
    readonly run: (signal: AbortSignal) => Promise<RunOutcome>;
  };
};

export const loadReleased = (version: ReleasedVersion): Promise<Released> =>
  import(`./v${version}.js`) as Promise<Released>;
