/**
 * A released client of any protocol version: its own storage, lanes and engine on a database in memory, signed in at a
 * real server over HTTP. One interface over all versions.
 */
import { randomBytes } from 'node:crypto';
import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { sha256Of } from '#tests/support/clients/device.ts';
import {
  loadReleased,
  type OutboxRow,
  type PhotoRow,
  type ReferenceRow,
  type Released,
  type ReleasedDb,
  type ReleasedPhoto,
  type ReleasedResult,
  type ReleasedShared,
  type ReleasedVersion,
  type Remaining,
  type RunOutcome,
  type ShownCase,
  type SignedIn,
  type SubjectRow,
  type SyncStatus,
  type Transport,
  type TrustState,
} from './released.ts';

type ReleasedOptions = {
  readonly url: string;
  readonly username: string;
  /** The address of the page, if a proxy in front of the server has another one. */
  readonly origin?: string;
  /** Wraps the transport, for example to read the answers. */
  readonly link?: (send: Transport) => Transport;
};

/** An event in the outbox of the client, with its photos. */
export type SavedEvent = {
  readonly eventId: string;
  readonly caseId: string;
  readonly photos: readonly ReleasedPhoto[];
};

const valueOf = <T>(result: ReleasedResult<T>): T => {
  if (!result.ok)
    throw new Error(typeof result.error === 'string' ? result.error : JSON.stringify(result.error));
  return result.value;
};

/** Constructs databases on this factory. Databases that other code constructs later are not on it. */
const onFactory = <T>(indexedDB: IDBFactory, construct: () => T): T => {
  const before = { ...Dexie.dependencies };
  Object.assign(Dexie.dependencies, { indexedDB, IDBKeyRange });
  try {
    return construct();
  } finally {
    Dexie.dependencies.indexedDB = before.indexedDB;
  }
};

/** Random bytes: client and server store and hash them, and decode none. */
const takePhoto = (size: number) => {
  const [data, small] = [new Uint8Array(randomBytes(size)), new Uint8Array(randomBytes(300))];
  const [sha256, thumbnail] = [sha256Of(data), sha256Of(small)];
  const photo: ReleasedPhoto = {
    sha256,
    bytes: size,
    width: 1600,
    height: 1200,
    thumbnail: { sha256: thumbnail, bytes: small.length },
    role: 'scene',
    source: 'camera',
    takenAt: null,
    position: null,
  };
  const pictures = [
    { sha256, data: data.buffer },
    { sha256: thumbnail, data: small.buffer },
  ];
  return { photo, pictures };
};
/** A draft and a photo in it as the version stores them: from version 6 on, drafts are of a kind and photos have a slot. */
export const draftOf = (
  { emptyForm, PROTOCOL_VERSION }: Pick<Released, 'emptyForm' | 'PROTOCOL_VERSION'>,
  form: Partial<Released['emptyForm']>,
) => {
  const caseId = crypto.randomUUID();
  const draft = {
    id: crypto.randomUUID(),
    caseId,
    updatedAt: Date.now(),
    form: { ...emptyForm, ...form },
    photos: [],
    replaces: null,
  };
  if (PROTOCOL_VERSION < 6) return draft;
  return { ...draft, kind: 'report', subject: { kind: 'case', id: caseId }, undecoded: [] };
};
export const inDraftOf = <P extends object>(
  { PROTOCOL_VERSION }: Pick<Released, 'PROTOCOL_VERSION'>,
  photo: P,
): P => (PROTOCOL_VERSION < 6 ? photo : { ...photo, slot: 'scene' });

const takePhotos = (count: number) => Array.from({ length: count }, () => takePhoto(3_000));

/** Adds the headers that a browser adds: the origin of the page, and the cookie. */
const browserOf = (released: Released, url: string, origin: string): Transport => {
  let cookie = '';
  const send: Transport = async (request) => {
    const headers = { ...request.headers, origin, ...(cookie && { cookie }) };
    const answer = await released.fetchTransport({ ...request, path: `${url}${request.path}`, headers });
    const set = answer.ok && answer.value.header('set-cookie');
    if (set) cookie = Array.from(set.matchAll(/(?:^|, )([^=;,\s]+=[^;]*)/g), ([, pair]) => pair).join('; ');
    return answer;
  };
  return Object.assign(send, { isBlind: released.fetchTransport.isBlind });
};

export class ReleasedClient {
  /** The last status of the engine. */
  status: SyncStatus | null = null;
  readonly #engine: ReturnType<Released['createSyncEngine']>;

  private constructor(
    readonly released: Released,
    /** Its databases. Another version of the client may open them after `close`. */
    readonly indexedDB: IDBFactory,
    readonly signedIn: SignedIn,
    private readonly db: ReleasedDb,
    private readonly shared: ReleasedShared,
    transport: Transport,
  ) {
    this.#engine = released.createSyncEngine({
      db,
      identity: { person: signedIn.id, device: signedIn.device },
      transport,
      now: Date.now,
      random: Math.random,
      sleep: released.sleep,
      photosWait: async () => false,
      onStatus: (status) => {
        this.status = status;
      },
      onClockOffset: (offset) => void released.storeClockOffset(shared, signedIn.id, offset),
    });
  }

  /** Signs in and enrols a new device, all with the released code. */
  static async open(
    version: ReleasedVersion,
    { url, username, origin = url, link = (send) => send }: ReleasedOptions,
  ): Promise<ReleasedClient> {
    const released = await loadReleased(version);
    const indexedDB = new IDBFactory();
    const shared = onFactory(indexedDB, () => new released.SharedDb());
    const transport = link(browserOf(released, url, origin));
    const deps = {
      shared,
      transport,
      newDeviceId: () => crypto.randomUUID(),
      deviceLabel: `version ${version}`,
    };
    const signedIn = valueOf(await released.signIn(deps, username, 'xunge-demo'));
    const db = onFactory(indexedDB, () => new released.MainDb(signedIn.id));
    return new ReleasedClient(released, indexedDB, signedIn, db, shared, transport);
  }

  async #author() {
    const signedIn = (await this.shared.signedIn.get(this.signedIn.id)) ?? this.signedIn;
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    return { db: this.db, signedIn, now: Date.now(), random };
  }

  /** As the capture screen does: a draft, its photos, then the report. Needs no link. */
  async report({ photos = 0 }: { readonly photos?: number } = {}): Promise<SavedEvent> {
    const { db, released } = this;
    const draft = draftOf(released, { hazard: 'EB01', severity: 'major', description: '楼道充电' });
    const taken = takePhotos(photos);
    await released.writeDraft(db, draft);
    for (const { photo, pictures } of taken)
      valueOf(await released.addDraftPhoto(db, draft.id, inDraftOf(released, photo), pictures, Date.now()));
    const stored = (await db.drafts.get(draft.id)) ?? draft;
    const saved = await released.saveReport(await this.#author(), stored, await released.readArea(db));
    return { eventId: valueOf(saved), caseId: draft.caseId, photos: taken.map(({ photo }) => photo) };
  }

  async #act(type: string, caseId: string, text: string, photos = 0): Promise<SavedEvent> {
    const taken = takePhotos(photos);
    const act = {
      caseId,
      type,
      text,
      photos: taken.map(({ photo }) => photo),
      pictures: taken.flatMap(({ pictures }) => pictures),
    };
    const eventId = valueOf(await this.released.saveCaseEvent(await this.#author(), act));
    return { eventId, caseId, photos: act.photos };
  }
  note(caseId: string, text: string): Promise<SavedEvent> {
    return this.#act('case.noted', caseId, text);
  }
  addPhotos(caseId: string, photos: number): Promise<SavedEvent> {
    return this.#act('case.photoAdded', caseId, '', photos);
  }

  /** One run: `done` when nothing is left, `stopped` when it does not end in this time. */
  async sync(timeoutMillis = 30_000): Promise<RunOutcome> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeoutMillis);
    try {
      return await this.#engine.run(stop.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  outbox(): Promise<OutboxRow[]> {
    return this.db.outbox.orderBy('order').toArray();
  }
  photos(): Promise<PhotoRow[]> {
    return this.db.photos.toArray();
  }
  /** Subjects as pulled. */
  subjects(): Promise<SubjectRow[]> {
    return this.db.subjects.toArray();
  }
  reference(): Promise<ReferenceRow[]> {
    return this.db.reference.toArray();
  }
  remaining(): Promise<Remaining> {
    return this.released.remaining(this.db);
  }
  /** A case as its screen shows it: as pulled, with own events on top. Null if the client does not hold it. */
  shown(caseId: string): Promise<ShownCase | null> {
    return this.released.shownCase(this.db, this.released.authorityOf(this.signedIn), caseId);
  }
  /** The trust state of an own event, as the app shows it. */
  async trust(eventId: string): Promise<TrustState> {
    const row = await this.db.outbox.get(eventId);
    if (!row) throw new Error(`The outbox does not hold ${eventId}`);
    const photos = await this.db.photos.bulkGet(row.event.photos.map(({ sha256 }) => sha256));
    return this.released.trustState(
      row,
      photos.flatMap((photo) => photo ?? []),
    );
  }

  close(): void {
    this.db.close();
    this.shared.close();
  }
}

export const openReleased = ReleasedClient.open;
