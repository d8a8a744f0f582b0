/** Storage and sync of the product, run like on a phone, against a real server. */
import { rm } from 'node:fs/promises';
import { Dexie } from 'dexie';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { MainDb } from '#storage/databases/main-db.ts';
import { photoPath } from '#server/photos/photo-files.ts';
import { openStore } from '#server/store/store.ts';
import { isEqual } from '#sync/online/compare.ts';
import { firstVersion, firstVersionRows } from '#tests/storage/first-version-rows.ts';
import { report } from '#tests/storage/samples.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { ProductPhone } from '#tests/support/clients/product-phone.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

const signsIn = async (username: string) => {
  const phone = await ProductPhone.signIn(server.url, username);
  const db = phone.open();
  onTestFinished(() => db.close());
  return { phone, db, by: { db, author: () => phone.author(db) } as never };
};
const rowsOf = async (db: MainDb) => [await db.outbox.toArray(), await db.photos.toArray()];

test('[D10c] [D10d] a comparison changes nothing, all sent → equal', async () => {
  const { phone, db, by } = await signsIn('wang');
  for (const photos of [2, 0, 1]) await report(by, photos);
  await phone.sends(db);
  const before = await rowsOf(db);
  expect(await phone.compares(db)).toEqual({
    events: { asked: 3, again: 0 },
    photos: { asked: 3, again: 0 },
    lost: 0,
  });
  expect(await rowsOf(db)).toEqual(before);
});

test('[D10c] [D10e] a comparison finds losses of the server, event and photo deleted → sent again', async () => {
  const { phone, db, by } = await signsIn('zhao');
  const [lost, kept] = [await report(by, 1), await report(by, 2)];
  await phone.sends(db);
  const store = await openStore(await databaseOf(server.dataDir));
  onTestFinished(() => store.close());
  await store.write.deleteFrom('events').where('id', '=', lost.row.eventId).execute();
  await store.write.deleteFrom('subjects').where('id', '=', lost.caseId).execute();
  const { sha256 } = kept.photos[0]!;
  await rm(photoPath(`${server.dataDir}/photos`, sha256));

  expect(await phone.compares(db)).toEqual({
    events: { asked: 2, again: 1 },
    photos: { asked: 3, again: 1 },
    lost: 0,
  });
  await phone.sends(db);
  expect(isEqual(await phone.compares(db))).toBe(true);
  expect((await storedPhotos(server.dataDir)).get(sha256)).toBe(1);
});

test('[D8b] unsent rows of an older version are sent, 200 reports with photos → each stored once', async () => {
  const phone = await ProductPhone.signIn(server.url, 'qian');
  const author = { id: phone.person.id, device: phone.device };
  const rows = await firstVersionRows(author, 200, phone.keys.key);
  const old = new Dexie(`grid-patrol-main-${phone.person.id}`);
  old.version(1).stores(firstVersion);
  for (const [table, tableRows] of Object.entries(rows)) await old.table(table).bulkAdd(tableRows);
  old.close();

  const db = phone.open();
  onTestFinished(() => db.close());
  await phone.sends(db);

  const store = await openStore(await databaseOf(server.dataDir));
  onTestFinished(() => store.close());
  const { device } = phone;
  const events = await store.read.selectFrom('events').selectAll().where('device', '=', device).execute();
  const textsOf = (rows: readonly { readonly text: string }[]) => rows.map(({ text }) => text).toSorted();
  expect(textsOf(events)).toEqual(textsOf(rows.outbox));
  expect(new Set(events.map(({ verdict }) => verdict))).toEqual(new Set(['applied']));
  expect(
    await store.read.selectFrom('dead_letters').where('device', '=', device).selectAll().execute(),
  ).toEqual([]);
  const stored = await storedPhotos(server.dataDir);
  expect(rows.photos).toHaveLength(40);
  for (const photo of rows.photos)
    expect([stored.get(photo.sha256), stored.get(photo.thumbnail)]).toEqual([1, 1]);
  // Events without a photo are deleted on the phone by now: they are old, and on the server.
  expect(await phone.compares(db)).toMatchObject({ photos: { asked: 40, again: 0 }, lost: 0 });
  expect(await db.drafts.count()).toBe(rows.drafts.length);
});
