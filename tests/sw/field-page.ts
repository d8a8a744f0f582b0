/** The smallest page that saves reports. With it, the service worker can be tested without a page that sends. */
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { inSlot } from '#storage/outbox/read-draft.ts';
import { emptyForm, writeDraft } from '#storage/outbox/drafts.ts';
import { authorityOf } from '#storage/person/authority.ts';
import { MainDb, type Draft } from '#storage/databases/main-db.ts';
import { inLine } from '#tests/support/people/lock-queue.ts';
import { myReports } from '#tests/storage/read-my-reports.ts';
import { remaining } from '#storage/outbox/remaining.ts';
import { readArea, saveCaseEvent, saveReport } from '#storage/outbox/save-report.ts';
import { currentPerson, SharedDb } from '#storage/databases/shared-db.ts';
import { switchPerson } from '#storage/person/sign-in.ts';
import { createSyncEngine } from '#sync/engine/engine.ts';
import { signIn } from '#sync/online/session.ts';
import { sleep } from '#sync/engine/sleep.ts';
import { withSyncLock } from '#sync/coordination/sync-lock.ts';
import { xhrTransport } from '#sync/transport/xhr-transport.ts';

const shared = new SharedDb();
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

const me = async () => {
  const row = await currentPerson(shared);
  if (row === null) throw new Error('no person is signed in');
  return row;
};

const fieldPage = {
  signIn: async (username: string, password: string) => {
    const deps = {
      shared,
      transport: xhrTransport,
      newDeviceId: () => crypto.randomUUID(),
      deviceLabel: 'test',
    };
    const signedIn = await signIn(deps, username, password);
    return signedIn.ok ? signedIn.value.id : JSON.stringify(signedIn.error);
  },
  /** Switches the person by a tap on a name; needs no link. */
  switchTo: async (person: string) => (await switchPerson(shared, person)) !== null,
  /** One run of the engine, as in a page without the service worker. */
  run: async () => {
    const { id: person, device } = await me();
    const db = new MainDb(person);
    const engine = createSyncEngine({
      db,
      identity: { person, device },
      transport: xhrTransport,
      now: Date.now,
      // Retries come as soon as possible.
      random: () => 0,
      sleep,
      photosWait: async () => false,
      onStatus: () => {},
      onClockOffset: () => {},
    });
    const { kind } = await engine.run(new AbortController().signal);
    db.close();
    return kind;
  },
  /** From here on this page holds the sync lock and answers questions, until it is closed. */
  seemsToSync: async () => {
    const { id } = await me();
    await new Promise<void>((resolve) => {
      void withSyncLock(id, new AbortController().signal, () => {
        resolve();
        return new Promise(() => {});
      });
    });
  },
  /** How many requests wait for that lock. */
  inLine: async () => inLine((await me()).id),
  /** Resolves when no other tab has an open transaction. */
  takesTheDatabase: async () => {
    const db = new MainDb((await me()).id);
    await db.transaction('rw', db.tables, () => db.outbox.count());
    db.close();
  },
  /** The own reports as shown to the person, and the number of pictures stored for them. */
  reports: async () => {
    const { id, person } = await me();
    const db = new MainDb(id);
    const shown = await myReports(db, authorityOf({ person }));
    const pictures = await db.photoBytes.count();
    db.close();
    return {
      pictures,
      reports: shown.map(({ description, trust, photos }) => ({ description, trust, photos: photos.length })),
    };
  },
  note: async (caseId: string, text: string) => {
    const signedIn = await me();
    const db = new MainDb(signedIn.id);
    await saveCaseEvent({ db, signedIn, now: Date.now(), random }, { caseId, type: 'case.noted', text });
    db.close();
  },
  save: async (photo: { manifest: ManifestPhoto; data: number[][] } | null, description = '') => {
    const signedIn = await me();
    const db = new MainDb(signedIn.id);
    const draft: Draft<'report'> = {
      id: crypto.randomUUID(),
      kind: 'report',
      subject: { kind: 'case', id: crypto.randomUUID() },
      undecoded: [],
      updatedAt: Date.now(),
      form: { ...emptyForm, hazard: 'EB01', severity: 'major', description },
      photos: photo ? [inSlot(photo.manifest)] : [],
      replaces: null,
    };
    if (photo) {
      const [full, thumbnail] = photo.data.map((bytes) => new Uint8Array(bytes).buffer);
      await db.photoBytes.bulkPut([
        { sha256: photo.manifest.sha256, data: full! },
        { sha256: photo.manifest.thumbnail.sha256, data: thumbnail! },
      ]);
    }
    await writeDraft(db, draft);
    await saveReport({ db, signedIn, now: Date.now(), random }, draft, await readArea(db));
    db.close();
  },
  left: async () => {
    const db = new MainDb((await me()).id);
    const unsent = await remaining(db);
    const states = (await db.photos.toArray()).map((row) => row.state);
    const verdicts = (await db.outbox.toArray()).map((row) => row.verdict);
    db.close();
    return { ...unsent, states, verdicts };
  },
};

export type FieldPage = typeof fieldPage;
Object.assign(globalThis, { fieldPage });
