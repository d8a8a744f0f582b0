/**
 * A simulated phone: the real storage and the real engine, in a process that can end at any step. It records what the
 * app has reported as saved, so that the invariants can check it.
 */
import { Dexie } from 'dexie';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import type { Case } from '#domain/case/case.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import { addDraftPhoto, emptyForm, writeDraft } from '#storage/outbox/drafts.ts';
import { inSlot } from '#storage/outbox/read-draft.ts';
import {
  MainDb,
  type Draft,
  type DraftPhoto,
  type OutboxRow,
  type PhotoRow,
  type SubjectRowLocal,
} from '#storage/databases/main-db.ts';
import { freeConfirmed } from '#storage/photos/photos.ts';
import {
  readArea,
  saveCaseEvent,
  saveReport,
  type Author,
  type CaseAct,
} from '#storage/outbox/save-report.ts';
import { undoEvent } from '#storage/outbox/undo.ts';
import { createSyncEngine, type RunOutcome, type SyncEngine } from '#sync/engine/engine.ts';
import { createHash } from 'node:crypto';
import { someBytes, someUuid, takePhoto } from '#tests/simulation/world/invented.ts';
import { fakePrivateKey } from '#tests/simulation/world/fakes.ts';
import { FreedPhotos } from '#tests/simulation/disk/freed-photos.ts';
import { createLink, goodLink, type LinkCounts, type LinkState } from '#tests/simulation/link/link.ts';
import { IDBKeyRange, PhoneDisk } from '#tests/simulation/disk/phone-disk.ts';
import type { SimServer } from './sim-server.ts';
import type { Enrolled } from '#tests/simulation/world/template.ts';
import type { SimProcess, World } from '#tests/simulation/world/world.ts';

/** An event that the app has reported as saved. */
export type Promised = {
  readonly eventId: EventId;
  readonly text: string;
  readonly hash: Sha256;
  readonly photos: readonly Sha256[];
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Between two runs. Longer than in the page, so that a world spends its steps on troubles and not on idle runs. */
const IDLE: Millis = 10 * 60_000;

export class SimPhone {
  readonly disk = new PhoneDisk();
  readonly promised: Promised[] = [];
  /** Decisions that were undone, and those whose undo may have ended with the process. */
  readonly undone = new Set<EventId>();
  readonly mayBeUndone = new Set<EventId>();
  link: LinkState = goodLink;
  /** How far its clock is ahead of the true time. */
  skew: Millis = 0;
  clockOffset: number | null = null;
  lastServerTime: Millis | undefined;
  cookie = 0;
  /** Epoch of the server (it counts restores) at the start of the last run that ended as done. */
  doneEpoch = 0;
  outcome: RunOutcome['kind'] | 'running' | 'off' = 'off';
  refusedSaves = 0;
  readonly #freed = new FreedPhotos();
  #processes: SimProcess[] = [];
  #db: MainDb | null = null;
  #engine: SyncEngine | null = null;
  #wakeIdle = () => {};

  constructor(
    readonly world: World,
    readonly server: SimServer,
    readonly environment: SimProcess,
    readonly enrolled: Enrolled,
    readonly name: string,
    readonly counts: LinkCounts,
    readonly onBug: (where: string, error: unknown) => void,
    readonly epoch: () => number,
  ) {
    this.disk.onCommit = () => this.#freed.note(this.disk, this.doneEpoch);
  }

  get isOn(): boolean {
    return this.#processes.length > 0;
  }

  get drafts(): Draft<'report'>[] {
    return this.disk.rows<Draft<'report'>>('drafts');
  }
  get outbox(): OutboxRow[] {
    return this.disk.rows<OutboxRow>('outbox');
  }
  get photos(): PhotoRow[] {
    return this.disk.rows<PhotoRow>('photos');
  }
  get subjects(): SubjectRowLocal[] {
    return this.disk.rows<SubjectRowLocal>('subjects');
  }

  readonly now = (): Millis => this.world.now() + this.skew;

  /** Opens the page: its engine runs at once, and again at each wake. */
  start(): void {
    if (this.isOn) return;
    const simProcess = this.world.simProcess(this.name, true);
    this.#processes = [simProcess];
    this.outcome = 'running';
    this.world.log(`${this.name} starts`);
    this.world.soon(simProcess, () => {
      this.#db = this.#open();
      this.#engine = this.#newEngine(this.#db, simProcess);
      this.#runEngine(simProcess, this.#engine).catch((error: unknown) =>
        this.onBug(`${this.name} engine`, error),
      );
    });
  }

  /** A run of the service worker beside that of the page, with no lock between them. */
  runInBackground(): void {
    if (!this.isOn) return;
    const simProcess = this.world.simProcess(`${this.name} worker`, true);
    this.#processes.push(simProcess);
    this.world.soon(simProcess, () => {
      const db = this.#open();
      this.#newEngine(db, simProcess)
        .run(new AbortController().signal)
        .then(() => db.close())
        .catch((error: unknown) => this.onBug(`${this.name} worker`, error));
    });
  }

  /** Ends page and worker between two steps. */
  crash(): void {
    if (!this.isOn) return;
    for (const simProcess of this.#processes) this.world.end(simProcess);
    this.#processes = [];
    this.disk.crash();
    this.#db = null;
    this.#engine = null;
    this.outcome = 'off';
    this.world.log(`${this.name} is killed`);
  }

  wake(): void {
    this.#runInApp(async () => {
      if (!this.#engine?.wake()) this.#wakeIdle();
    });
  }

  report(photos: number, changes: { hazard?: string; handled?: boolean; replaces?: OutboxRow } = {}): void {
    const { world } = this;
    const { hazard = world.pick(['EB01', 'EB02', 'GC01']), handled = false, replaces } = changes;
    const draft: Draft<'report'> = {
      id: someUuid(world),
      kind: 'report',
      subject: replaces?.event.subject ?? { kind: 'case', id: someUuid(world) },
      undecoded: [],
      updatedAt: this.now(),
      form: {
        ...emptyForm,
        hazard,
        severity: 'general',
        description: `说明${world.random()}`,
        handled,
      } as Draft<'report'>['form'],
      photos: [],
      replaces: replaces?.eventId ?? null,
    };
    this.#runInApp(async (db) => {
      await writeDraft(db, draft);
      const taken: DraftPhoto[] = [];
      for (let i = 0; i < photos; i++) {
        const { photo, pictures } = await takePhoto(world, handled && i === 0 ? 'after' : 'scene');
        const added = await addDraftPhoto(db, draft.id, inSlot(photo), pictures, this.now());
        if (added.ok) taken.push(inSlot(photo));
        else this.refusedSaves += 1;
      }
      await this.#saveDraft(db, { ...draft, photos: taken });
    });
  }

  /** Saves a draft that a crash left behind. */
  finishDraft(draft: Draft<'report'>): void {
    this.#runInApp((db) => this.#saveDraft(db, draft));
  }

  /** Taps Save, sometimes twice. */
  async #saveDraft(db: MainDb, draft: Draft<'report'>): Promise<void> {
    for (let taps = this.world.chance(0.2) ? 2 : 1; taps > 0; taps--) {
      const saved = await saveReport(this.#author(db), draft, await readArea(db));
      this.#recordSave(saved.ok ? saved.value : null);
    }
  }

  act(act: Omit<CaseAct, 'photos' | 'pictures'>, photos = 0): void {
    const { world } = this;
    this.#runInApp(async (db) => {
      const taken = [];
      for (let i = 0; i < photos; i++) taken.push(await takePhoto(world, 'scene'));
      const saved = await saveCaseEvent(this.#author(db), {
        ...act,
        photos: taken.map(({ photo }) => photo),
        pictures: taken.flatMap(({ pictures }) => pictures),
      });
      this.#recordSave(saved.ok ? saved.value : null);
    });
  }

  /** Undoes the newest decision that no batch has taken when the tap arrives; it may be too late then. */
  undo(count: (what: string) => void): void {
    const held = this.outbox
      .sort((one, other) => one.order - other.order)
      .findLast((row) => row.notBefore !== undefined);
    if (!held) return;
    this.#runInApp(async (db) => {
      this.mayBeUndone.add(held.eventId);
      const event = await undoEvent(db, held.eventId);
      if (event) this.undone.add(event.id);
      else this.mayBeUndone.delete(held.eventId);
      const what = event ? 'undone' : 'undo too late';
      count(what);
      this.world.log(`${this.name}: ${held.eventId} ${what}`);
    });
  }

  /** Frees confirmed photos, as when storage is short. */
  freePhotos(): void {
    this.#runInApp(async (db) => void (await freeConfirmed(db, this.now(), true)));
  }

  cases(): Case[] {
    return this.subjects.map((row) => row.subject);
  }

  /** Whether nothing waits to be sent or confirmed. */
  isDone(): boolean {
    return (
      this.outbox.every((row) => row.unsent === 0) &&
      this.photos.every(
        (photo) =>
          photo.state === 'confirmed' || photo.state === 'freed' || photo.lastError === 'photoMissing',
      ) &&
      this.photos.every((photo) => photo.thumbnailState !== 'waiting')
    );
  }

  /** Whether the photo may be missing for good: it was freed before the server was restored. */
  mayBeGone(sha256: Sha256): boolean {
    return this.#freed.isBefore(sha256, this.epoch());
  }

  #recordSave(eventId: EventId | null): void {
    if (eventId === null) {
      this.refusedSaves += 1;
      return;
    }
    const row = this.outbox.find((it) => it.eventId === eventId);
    if (!row) {
      this.onBug(`${this.name} saved`, new Error('the saved event is not in the outbox'));
      return;
    }
    const photos = row.event.photos.flatMap((photo) => [photo.sha256, photo.thumbnail.sha256]);
    this.promised.push({ eventId, text: row.text, hash: hashOf(row.text), photos });
    this.world.log(`${this.name} saved ${eventId} with ${row.event.photos.length} photos`);
    if (!this.#engine?.wake()) this.#wakeIdle();
  }

  #runInApp(work: (db: MainDb) => Promise<void>): void {
    const [simProcess] = this.#processes;
    if (!simProcess) return;
    this.world.soon(simProcess, () => {
      if (this.#db) work(this.#db).catch((error: unknown) => this.onBug(`${this.name} app`, error));
    });
  }

  #open(): MainDb {
    Object.assign(Dexie.dependencies, { indexedDB: this.disk.factory, IDBKeyRange });
    return new MainDb(this.enrolled.person.id);
  }

  #newEngine(db: MainDb, simProcess: SimProcess): SyncEngine {
    const { world, enrolled } = this;
    return createSyncEngine({
      db,
      identity: { person: enrolled.person.id, device: enrolled.device },
      transport: createLink({
        world,
        environment: this.environment,
        phone: simProcess,
        server: this.server,
        state: () => this.link,
        cookie: () => enrolled.cookies[this.cookie] ?? 'none=1',
        counts: this.counts,
      }),
      now: this.now,
      random: world.random,
      sleep: (millis, signal) => world.pause(simProcess, millis, signal),
      photosWait: async () => false,
      onStatus: () => undefined,
      onClockOffset: (offset, serverTime) => {
        this.clockOffset = offset;
        this.lastServerTime = serverTime;
      },
    });
  }

  async #runEngine(simProcess: SimProcess, engine: SyncEngine): Promise<void> {
    for (;;) {
      const epoch = this.epoch();
      this.outcome = 'running';
      const { kind } = await engine.run(new AbortController().signal);
      this.outcome = kind;
      if (kind === 'done') this.doneEpoch = epoch;
      const idle = new AbortController();
      this.#wakeIdle = () => idle.abort();
      await this.world.pause(simProcess, IDLE, idle.signal);
    }
  }

  #author(db: MainDb): Author {
    const { person, device, privateKey } = this.enrolled;
    const signedIn = {
      id: person.id,
      person,
      device,
      key: fakePrivateKey(privateKey),
      publicKey: {},
      clockOffset: this.clockOffset,
      ...(this.lastServerTime === undefined ? {} : { lastServerTime: this.lastServerTime }),
    };
    return {
      db,
      signedIn: signedIn as Author['signedIn'],
      now: this.now(),
      random: (length) => someBytes(this.world, length),
    };
  }
}
