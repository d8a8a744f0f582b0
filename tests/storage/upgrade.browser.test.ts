import { Dexie } from 'dexie';
import { expect, onTestFinished, test } from 'vitest';
import { MainDb } from '#storage/databases/main-db.ts';
import { pulledReports } from '#storage/subjects/my-reports.ts';
import { createSyncEngine } from '#sync/engine/engine.ts';
import { sleep } from '#sync/engine/sleep.ts';
import { createFakeServer } from '#tests/sync/fake-server.ts';
import { foldOf, newPhone, NOON, report, takePhoto } from './samples.ts';
import { addDraftPhoto } from '#storage/outbox/drafts.ts';
import { inSlot, isReport, storedDraft } from '#storage/outbox/read-draft.ts';
import { saveReport } from '#storage/outbox/save-report.ts';
import { firstVersion, firstVersionRows } from './first-version-rows.ts';

test('database of the first version → unsent reports, photos and drafts stay byte for byte', async () => {
  const phone = await newPhone();
  const { row, caseId } = await report(phone, 2);
  const folded = foldOf([row.event], phone.by);
  const tables = ['outbox', 'photos', 'photoBytes', 'drafts', 'meta'];
  const readAll = (db: Dexie) => Promise.all(tables.map((table) => db.table(table).toArray()));
  const rows = await readAll(phone.db);

  const person = `p-${crypto.randomUUID()}`;
  const old = new Dexie(`grid-patrol-main-${person}`);
  old.version(1).stores(firstVersion);
  for (const [at, table] of tables.entries()) await old.table(table).bulkAdd(rows[at]!);
  const subject = { key: `case:${caseId}`, seq: 7, subject: folded, stored: {}, snapshot: 1 };
  await old.table('subjects').add(subject);
  expect(old.verno).toBe(1);
  old.close();

  const db = new MainDb(person);
  onTestFinished(() => db.close());
  expect(await readAll(db)).toEqual(rows);
  expect(rows[0]).toMatchObject([{ unsent: 1, text: row.text }]);
  expect(rows[2]).toHaveLength(4);
  expect(db.verno).toBeGreaterThan(1);
  // Old rows are in the new indexes too.
  expect(await pulledReports(db, phone.by)).toEqual([subject]);
  expect(await db.subjects.where('[snapshot+seq]').above([1, 6]).toArray()).toEqual([subject]);
});

const TABLES = ['outbox', 'photos', 'photoBytes', 'drafts', 'meta'];
const readAll = (db: Dexie) => Promise.all(TABLES.map((table) => db.table(table).toArray()));

test('[D8a] [D8b] first version with 200 unsent reports and drafts → nothing changes, and all of it is sent', async () => {
  const { by, signedIn } = await newPhone();
  const rows = await firstVersionRows(signedIn, 200);
  const old = new Dexie(`grid-patrol-main-${by.person}-old`);
  old.version(1).stores(firstVersion);
  for (const [table, theirs] of Object.entries(rows)) await old.table(table).bulkAdd(theirs);
  const before = await readAll(old);
  old.close();

  const db = new MainDb(`${by.person}-old`);
  onTestFinished(() => db.close());
  expect(await readAll(db)).toEqual(before);
  expect(db.verno).toBeGreaterThan(1);

  const server = createFakeServer(by, Date.now);
  const engine = createSyncEngine({
    db,
    identity: { person: signedIn.id, device: signedIn.device },
    transport: server.transport,
    now: Date.now,
    random: Math.random,
    sleep,
    photosWait: async () => false,
    onStatus: () => {},
    onClockOffset: () => {},
  });
  expect(await engine.run(new AbortController().signal)).toEqual({ kind: 'done' });
  // The fake server identifies an event by the hash of the received bytes.
  expect([...server.eventsByHash.keys()].sort()).toEqual(rows.outbox.map((row) => row.hash).sort());
  expect([...server.photos.keys()].sort()).toEqual(rows.photos.map((row) => row.sha256).sort());
  for (const { sha256, data } of rows.photoBytes.slice(0, -4))
    expect(server.photos.get(sha256) ?? server.thumbnails.has(sha256)).toEqual(
      server.photos.has(sha256) ? new Uint8Array(data) : true,
    );
  expect((await db.outbox.toArray()).every((row) => row.verdict === 'applied')).toBe(true);
  expect((await db.photos.toArray()).every((row) => row.state === 'confirmed')).toBe(true);
  expect(await db.drafts.toArray()).toEqual(before[3]);
});

test('[D8a] draft of the first version → takes another photo and becomes a report with both', async () => {
  const phone = await newPhone();
  const { drafts, photoBytes } = await firstVersionRows(phone.signedIn, 0);
  const [old] = drafts;
  await phone.db.table('drafts').add(old);
  await phone.db.photoBytes.bulkAdd(photoBytes);
  const { photo, pictures } = await takePhoto();
  expect(await addDraftPhoto(phone.db, old!.id, inSlot(photo), pictures, NOON)).toMatchObject({ ok: true });
  const draft = await storedDraft(phone.db, old!.id);
  if (!draft || !isReport(draft)) throw new Error('not read as a report');
  const form = { ...draft.form, hazard: 'GC01', severity: 'major', choice: { source: 'indoors' } } as const;
  const saved = await saveReport(phone.author(), { ...draft, form }, { grids: [], places: [] });
  const { event } = (await phone.db.outbox.get(saved.ok ? saved.value : ''))!;
  expect(event.subject.id).toBe(old!.caseId);
  expect(event.photos).toEqual([old!.photos[0], photo]);
});
