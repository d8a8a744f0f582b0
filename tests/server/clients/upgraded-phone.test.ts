/** Today's app on the databases of a phone that had a released version of the app, against a real server. */
import { Dexie } from 'dexie';
import { IDBKeyRange } from 'fake-indexeddb';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openStore } from '#server/store/store.ts';
import { remaining } from '#storage/outbox/remaining.ts';
import {
  draftOf,
  inDraftOf,
  openReleased,
  type ReleasedClient,
  type SavedEvent,
} from '#tests/released/released-client.ts';
import { releasedVersions, type ReleasedDb, type Transport } from '#tests/released/released.ts';
import { report, takePhoto } from '#tests/storage/samples.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { ProductPhone } from '#tests/support/clients/product-phone.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';
import { hashesOf, rowsOfDevice } from './device-rows.ts';

/** The newest version has a full phone. Fewer reports show the same for the others, in less time. */
const phones = releasedVersions.map(
  (version) => [version, version === releasedVersions.at(-1) ? 200 : 40] as const,
);

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

/** Reads the cookies that the server sets: today's app has them too, because the browser keeps them. */
const openCookieJar = () => {
  const cookies = new Map<string, string>();
  const link = (send: Transport): Transport => {
    const watched: Transport = async (request) => {
      const answer = await send(request);
      const set = answer.ok ? answer.value.header('set-cookie') : null;
      for (const [, name, value] of (set ?? '').matchAll(/(?:^|, )([^=;,\s]+)=([^;]*)/g))
        cookies.set(name!, value!);
      return answer;
    };
    return Object.assign(watched, { isBlind: send.isBlind });
  };
  return { link, cookie: () => Array.from(cookies, (pair) => pair.join('=')).join('; ') };
};

/** The draft as the capture screen of that version stores it. */
const writeReleasedDraft = async ({ released }: ReleasedClient, db: ReleasedDb): Promise<void> => {
  const draft = draftOf(released, { hazard: 'EB01', description: '写了一半' });
  await released.writeDraft(db, draft);
  const { photo, pictures } = await takePhoto();
  const added = await released.addDraftPhoto(
    db,
    draft.id,
    inDraftOf(released, photo) as never,
    pictures as never,
    Date.now(),
  );
  expect(added).toMatchObject({ ok: true });
};

const rowsOf = async (db: Dexie, tables: readonly string[]) =>
  Object.fromEntries(
    await Promise.all(tables.map(async (table) => [table, await db.table(table).toArray()] as const)),
  );

/** Opens the databases of a closed client once more, with its own schema. Returns all rows and closes them. */
const leaveDraft = async (client: ReleasedClient) => {
  Object.assign(Dexie.dependencies, { indexedDB: client.indexedDB, IDBKeyRange });
  const db = new client.released.MainDb(client.signedIn.id);
  await writeReleasedDraft(client, db);
  const rows = await rowsOf(
    db,
    db.tables.map(({ name }) => name),
  );
  db.close();
  return rows;
};

const subjectsOf = async (caseIds: readonly string[]) => {
  const store = await openStore(await databaseOf(server.dataDir));
  onTestFinished(() => store.close());
  return store.read.selectFrom('subjects').selectAll().where('id', 'in', caseIds).execute();
};

test.each(phones)(
  '[D8a] [D8b] version %i with %i unsent reports, photos and a draft, then today’s app on its databases → nothing changes, all is sent once, hash for hash',
  async (version, reports) => {
    const { link, cookie } = openCookieJar();
    const client = await openReleased(version, { url: server.url, username: 'qian', link });
    const sent = await client.report({ photos: 1 });
    expect(await client.sync()).toEqual({ kind: 'done' });
    expect(await client.shown(sent.caseId)).toMatchObject({ pending: 0 });
    const unsent: SavedEvent[] = [];
    for (let i = 0; i < reports; i++) unsent.push(await client.report({ photos: i % 10 === 0 ? 1 : 0 }));
    client.close();
    const before = await leaveDraft(client);
    expect(before).toMatchObject({ drafts: [{ form: { description: '写了一半' } }] });
    expect(before['outbox']!.filter((row) => row.unsent === 1)).toHaveLength(reports);

    const phone = await ProductPhone.resume(client.indexedDB, server.url, cookie());
    const db = phone.open();
    onTestFinished(() => db.close());
    expect(await rowsOf(db, Object.keys(before))).toEqual(before);
    expect(phone.device).toBe(client.signedIn.device);
    const later = await report({ db, author: () => phone.author(db) } as never, 1);
    await phone.sends(db);

    const all = [sent, ...unsent];
    const rows = await db.outbox.orderBy('order').toArray();
    const onServer = await rowsOfDevice(server.dataDir, phone.device);
    // With the report of today's app: the server checks it against the public key of the old device.
    expect(hashesOf(onServer.events)).toEqual([...hashesOf(before['outbox']!), later.row.hash].toSorted());
    expect(onServer.events.every(({ verdict }) => verdict === 'applied')).toBe(true);
    expect(onServer.deadLetters).toEqual([]);
    const subjects = await subjectsOf([...all, later].map(({ caseId }) => caseId));
    expect(subjects).toHaveLength(reports + 2);
    for (const { body } of subjects)
      expect(JSON.parse(body)).toMatchObject({ timeline: [{ type: 'case.reported' }] });
    expect(rows.map(({ text, signature }) => [text, signature])).toEqual(
      [...before['outbox']!, later.row].map(({ text, signature }) => [text, signature]),
    );
    expect(rows.every((row) => row.unsent === 0 && row.verdict === 'applied' && row.receipt)).toBe(true);

    const storedOnServer = await storedPhotos(server.dataDir);
    const photos = [...all, later].flatMap(({ photos }) => photos);
    for (const { sha256, thumbnail } of photos)
      expect([storedOnServer.get(sha256), storedOnServer.get(thumbnail.sha256)]).toEqual([1, 1]);
    const photoRows = await db.photos.toArray();
    expect(photoRows.map(({ sha256 }) => sha256).toSorted()).toEqual(
      photos.map(({ sha256 }) => sha256).toSorted(),
    );
    for (const photo of photoRows)
      expect(photo).toMatchObject({
        state: 'confirmed',
        thumbnailState: 'stored',
        receipt: expect.any(String),
      });
    expect(await remaining(db)).toMatchObject({ events: 0, thumbnails: 0, photos: 0 });

    expect(await db.drafts.toArray()).toEqual(before['drafts']);
    const drafted = (await db.drafts.toArray()).flatMap(({ photos: [photo] }) => [
      photo!.sha256,
      photo!.thumbnail.sha256,
    ]);
    expect(await db.photoBytes.bulkGet(drafted)).toEqual(
      drafted.map((hash) => before['photoBytes']!.find(({ sha256 }) => sha256 === hash)),
    );
    expect(await db.subjects.count()).toBeGreaterThanOrEqual(reports + 2);
  },
);
