import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { CacheDb } from '#storage/databases/cache-db.ts';
import { addDraftPhoto, latestDraft, writeDraft } from '#storage/outbox/drafts.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { recordReceipts, markPhotoStored } from '#storage/photos/photos.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import { reserveTextSpace } from '#storage/photos/free-space.ts';
import { inSlot } from '#storage/outbox/read-draft.ts';
import { readArea, saveCaseEvent, saveReport } from '#storage/outbox/save-report.ts';
import { draftOf, newPhone, NOON, randomBytes, report, takePhoto, writtenDraft } from './samples.ts';

// Dexie prints every error thrown in a hook to the console.
beforeEach(() => {
  const trace = vi.spyOn(console, 'trace').mockImplementation(() => {});
  return () => trace.mockRestore();
});

/** The disk accepts no new row while `isFull` returns true. */
const fillDisk = (table: MainDb['outbox'] | MainDb['photoBytes'], isFull: () => boolean) => {
  table.hook('creating', () => {
    if (isFull()) throw new DOMException('The disk is full', 'QuotaExceededError');
  });
};

const confirmed = async (phone: Awaited<ReturnType<typeof newPhone>>) => {
  const { photos } = await report(phone, 1);
  const sha256 = photos[0]?.sha256 ?? '';
  await markPhotoStored(phone.db, sha256);
  await recordReceipts(phone.db, new Map([[sha256, 'receipt']]), NOON);
  return sha256;
};

test('isQuotaError, transaction on a full disk → true', async () => {
  const phone = await newPhone();
  fillDisk(phone.db.outbox, () => true);
  const failure = await report(phone).then(
    () => null,
    (error: unknown) => error,
  );
  expect((failure as Error).message).toBe('storageFull');
  const raw = await phone.db.outbox.add({ eventId: 'x' } as never).catch((error: unknown) => error);
  expect(isQuotaError(raw)).toBe(true);
});

test('full disk, confirmed photos present → frees them and saves the report', async () => {
  const phone = await newPhone();
  const sha256 = await confirmed(phone);
  const draft = await writtenDraft(phone, [await takePhoto()]);
  let isFull = true;
  phone.db.photoBytes.hook('deleting', () => {
    isFull = false;
  });
  fillDisk(phone.db.outbox, () => isFull);
  expect((await saveReport(phone.author(), draft, await readArea(phone.db))).ok).toBe(true);
  expect((await phone.db.photos.get(sha256))?.state).toBe('freed');
});

test('disk stays full → refuses the report and changes nothing', async () => {
  const phone = await newPhone();
  const draft = await writtenDraft(phone, [await takePhoto()]);
  fillDisk(phone.db.outbox, () => true);
  expect(await saveReport(phone.author(), draft, await readArea(phone.db))).toEqual({
    ok: false,
    error: 'storageFull',
  });
  expect((await latestDraft(phone.db))?.photos).toHaveLength(1);
  expect(await phone.db.photoBytes.count()).toBe(2);
});

test('[D6a] photo, full disk → space comes from confirmed photos and cached pictures', async () => {
  const phone = await newPhone();
  const sha256 = await confirmed(phone);
  const cache = new CacheDb(phone.db.person);
  onTestFinished(() => cache.close());
  await cache.pictures.put({ key: 'x', data: randomBytes(100).buffer, usedAt: NOON });
  const draft = await writtenDraft(phone, [await takePhoto()]);
  let isFull = true;
  phone.db.photoBytes.hook('deleting', () => {
    isFull = false;
  });
  fillDisk(phone.db.photoBytes, () => isFull);
  const { photo, pictures } = await takePhoto();
  expect((await addDraftPhoto(phone.db, draft.id, inSlot(photo), pictures, NOON)).ok).toBe(true);
  expect((await phone.db.photos.get(sha256))?.state).toBe('freed');
  expect(await cache.pictures.count()).toBe(0);
});

test('[D6c] text, full disk → space comes from the reserve, which no photo may use', async () => {
  const phone = await newPhone();
  const { db } = phone;
  await reserveTextSpace(db, randomBytes);
  let isFull = true;
  db.meta.hook('deleting', () => {
    isFull = false;
  });
  for (const table of [db.drafts, db.photoBytes, db.outbox])
    fillDisk(table as typeof db.outbox, () => isFull);
  const draft = draftOf({ description: '空间满了也要存下' });
  await writeDraft(db, draft);
  isFull = true;
  const { photo, pictures } = await takePhoto();
  await db.meta.put({ key: 'reserve', value: new ArrayBuffer(8) });
  expect(await addDraftPhoto(db, draft.id, inSlot(photo), pictures, NOON)).toEqual({
    ok: false,
    error: 'storageFull',
  });
  expect(await db.meta.get('reserve')).toBeDefined();
  expect((await saveReport(phone.author(), draft, await readArea(db))).ok).toBe(true);
  expect(await db.meta.get('reserve')).toBeUndefined();
});

test('[D6c] text, the browser gives the space of the reserve back later → waits for it and saves', async () => {
  const phone = await newPhone();
  const { db } = phone;
  await reserveTextSpace(db, randomBytes);
  let isFull = true;
  db.meta.hook('deleting', () => void setTimeout(() => (isFull = false), 300));
  for (const table of [db.drafts, db.outbox]) fillDisk(table as typeof db.outbox, () => isFull);
  const draft = draftOf({ description: '空间满了也要存下' });
  await writeDraft(db, draft);
  expect((await saveReport(phone.author(), draft, await readArea(db))).ok).toBe(true);
});

test('[D6c] photos added to a case, full disk → do not use the reserve', async () => {
  const phone = await newPhone();
  const { caseId } = await report(phone);
  await reserveTextSpace(phone.db, randomBytes);
  let isFull = true;
  phone.db.meta.hook('deleting', () => {
    isFull = false;
  });
  fillDisk(phone.db.outbox, () => isFull);
  const { photo, pictures } = await takePhoto();
  const added = { caseId, type: 'case.photoAdded', text: '', photos: [photo], pictures } as const;
  expect(await saveCaseEvent(phone.author(), added)).toEqual({ ok: false, error: 'storageFull' });
  expect(await phone.db.meta.get('reserve')).toBeDefined();
  const noted = { caseId, type: 'case.noted', text: '空间满了' } as const;
  expect((await saveCaseEvent(phone.author(), noted)).ok).toBe(true);
});

test('photo, disk stays full → the draft is unchanged', async () => {
  const phone = await newPhone();
  const draft = await writtenDraft(phone, [await takePhoto()]);
  fillDisk(phone.db.photoBytes, () => true);
  const { photo, pictures } = await takePhoto();
  const added = await addDraftPhoto(phone.db, draft.id, inSlot(photo), pictures, NOON);
  expect(added).toEqual({ ok: false, error: 'storageFull' });
  expect((await latestDraft(phone.db))?.photos).toHaveLength(1);
});
