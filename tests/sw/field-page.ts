/** The smallest page that saves reports: what the service worker finds when no page is there to send them. */
import { emptyForm, writeDraft } from '#storage/drafts.ts';
import { MainDb } from '#storage/main-db.ts';
import { remaining } from '#storage/remaining.ts';
import { readArea, saveReport } from '#storage/save-report.ts';
import { currentPerson, SharedDb } from '#storage/shared-db.ts';
import { askBackgroundSync } from '#sync/background.ts';
import { signIn } from '#sync/session.ts';
import { xhrTransport } from '#sync/xhr-transport.ts';

const shared = new SharedDb();
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

const me = async () => {
  const row = await currentPerson(shared);
  if (row === null) throw new Error('Nobody is signed in');
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
    return signedIn.ok ? signedIn.value.id : signedIn.error;
  },
  save: async (photo: { manifest: Parameters<typeof writeDraft>[1]['photos'][number]; data: number[][] }) => {
    const signedIn = await me();
    const db = new MainDb(signedIn.id);
    const draft = {
      id: crypto.randomUUID(),
      caseId: crypto.randomUUID(),
      updatedAt: Date.now(),
      form: { ...emptyForm, hazard: 'EB01', severity: 'major' as const },
      photos: [photo.manifest],
      replaces: null,
    };
    const [full, thumbnail] = photo.data.map((bytes) => new Uint8Array(bytes).buffer);
    await db.photoBytes.bulkPut([
      { sha256: photo.manifest.sha256, data: full! },
      { sha256: photo.manifest.thumbnail.sha256, data: thumbnail! },
    ]);
    await writeDraft(db, draft);
    await saveReport({ db, signedIn, now: Date.now(), random }, draft, await readArea(db));
    db.close();
  },
  askSync: async () => askBackgroundSync(await navigator.serviceWorker.ready),
  left: async () => {
    const db = new MainDb((await me()).id);
    const left = await remaining(db);
    const states = (await db.photos.toArray()).map((row) => row.state);
    const verdicts = (await db.outbox.toArray()).map((row) => row.verdict);
    db.close();
    return { ...left, states, verdicts };
  },
};

export type FieldPage = typeof fieldPage;
Object.assign(globalThis, { fieldPage });
