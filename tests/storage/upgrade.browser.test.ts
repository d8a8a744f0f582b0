import { Dexie } from 'dexie';
import { expect, onTestFinished, test } from 'vitest';
import { MainDb } from '#storage/main-db.ts';
import { pulledReports } from '#storage/my-reports.ts';
import { foldOf, newPhone, report } from './samples.ts';

/** The stores of the first version, as phones out there hold them. */
const firstVersion = {
  outbox: 'eventId, order, unsent, subjectKey',
  photos: 'sha256, state, thumbnailState, order, *events',
  photoBytes: 'sha256',
  drafts: 'id, updatedAt',
  subjects: 'key, seq',
  reference: '[kind+id]',
  meta: 'key',
};

test('a database of the first version keeps its unsent reports, photos and drafts, byte for byte', async () => {
  const phone = await newPhone();
  const { row, caseId } = await report(phone, 2);
  const held = foldOf([row.event], phone.by);
  const tables = ['outbox', 'photos', 'photoBytes', 'drafts', 'meta'];
  const readAll = (db: Dexie) => Promise.all(tables.map((table) => db.table(table).toArray()));
  const rows = await readAll(phone.db);

  const person = `p-${crypto.randomUUID()}`;
  const old = new Dexie(`grid-patrol-main-${person}`);
  old.version(1).stores(firstVersion);
  for (const [at, table] of tables.entries()) await old.table(table).bulkAdd(rows[at]!);
  const subject = { key: `case:${caseId}`, seq: 7, subject: held, stored: {}, snapshot: 1 };
  await old.table('subjects').add(subject);
  expect(old.verno).toBe(1);
  old.close();

  const db = new MainDb(person);
  onTestFinished(() => db.close());
  expect(await readAll(db)).toEqual(rows);
  expect(rows[0]).toMatchObject([{ unsent: 1, text: row.text }]);
  expect(rows[2]).toHaveLength(4);
  expect(db.verno).toBeGreaterThan(1);
  // What was there before is in the new indexes too.
  expect(await pulledReports(db, phone.by)).toEqual([subject]);
  expect(await db.subjects.where('[snapshot+seq]').above([1, 6]).toArray()).toEqual([subject]);
});
