import { expect, test } from 'vitest';
import { MAX_PHOTOS_PER_EVENT } from '#domain/ledger/photo-manifest.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import { latestDraft, writeDraft } from '#storage/outbox/drafts.ts';
import { caseOutbox } from '#storage/subjects/one-case.ts';
import { saveEvent, recordVerdicts } from '#storage/outbox/outbox.ts';
import { recordReceipts, freeConfirmed, markPhotoStored } from '#storage/photos/photos.ts';
import { inSlot } from '#storage/outbox/read-draft.ts';
import { readArea, saveCaseEvent, saveReport } from '#storage/outbox/save-report.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { myReports } from './read-my-reports.ts';
import { draftOf, GRID, newPhone, NOON, pullPage, report, takePhoto, writtenDraft } from './samples.ts';
import { parseEvent } from '#domain/parse-event.ts';

const fromBase64Url = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (it) => it.charCodeAt(0));

test('[T1] saved report → the event and every photo are stored, the draft is deleted', async () => {
  const phone = await newPhone();
  const { row, photos } = await report(phone, 2);
  expect(row).toMatchObject({ unsent: 1, verdict: null, order: 1, savedAt: NOON });
  expect(await phone.db.photos.count()).toBe(2);
  expect(await phone.db.photoBytes.count()).toBe(4);
  expect(row.event.photos).toEqual(photos);
  expect(await latestDraft(phone.db)).toBeNull();
});

test('[E1] [E2a] saved event → its stored text is the text that was hashed and signed', async () => {
  const phone = await newPhone();
  const { row } = await report(phone, 1);
  const bytes = new TextEncoder().encode(row.text);
  expect(row.hash).toBe(await sha256Hex(bytes));
  expect(parseEvent(row.text)).toEqual({ ok: true, value: row.event });
  const key = await crypto.subtle.importKey(
    'jwk',
    phone.signedIn.publicKey,
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  );
  const how = { name: 'ECDSA', hash: 'SHA-256' };
  expect(await crypto.subtle.verify(how, key, fromBase64Url(row.signature), bytes)).toBe(true);
});

test('[T1] report with missing photo bytes → refused as a whole', async () => {
  const phone = await newPhone();
  const taken = await takePhoto();
  const draft = await writtenDraft(phone, [taken]);
  await phone.db.photoBytes.delete(taken.photo.thumbnail.sha256);
  await expect(saveReport(phone.author(), draft, await readArea(phone.db))).rejects.toThrow('missing');
  expect(await phone.db.outbox.count()).toBe(0);
  expect(await phone.db.photos.count()).toBe(0);
  expect((await latestDraft(phone.db))?.id).toBe(draft.id);
});

test('saveEvent, same event twice → changes nothing', async () => {
  const phone = await newPhone();
  const { row } = await report(phone, 1);
  const signed = { text: row.text, signature: row.signature, hash: row.hash };
  await saveEvent(phone.db, { event: row.event, signed, draftId: null, now: NOON + 1 });
  expect(await phone.db.outbox.toArray()).toEqual([row]);
});

test('saveReport, two taps → one report', async () => {
  const phone = await newPhone();
  const draft = await writtenDraft(phone, [await takePhoto()]);
  const area = await readArea(phone.db);
  const saved = await Promise.all([
    saveReport(phone.author(), draft, area),
    saveReport(phone.author(NOON + 1), draft, area),
  ]);
  expect(await phone.db.outbox.count()).toBe(1);
  expect(saved[0]).toEqual(saved[1]);
});

test('writeDraft after the save → the draft is not written again', async () => {
  const phone = await newPhone();
  const draft = await writtenDraft(phone);
  await saveReport(phone.author(), draft, await readArea(phone.db));
  expect(await writeDraft(phone.db, draft)).toBe(false);
  expect(await latestDraft(phone.db)).toBeNull();
});

test('writeDraft while a photo joins the draft → text and photo are kept', async () => {
  const phone = await newPhone();
  const draft = await writtenDraft(phone, [await takePhoto()]);
  const lateDraft = { ...draft, form: { ...draft.form, description: '三层' }, photos: [] };
  await writeDraft(phone.db, lateDraft);
  const stored = await latestDraft(phone.db);
  expect(stored).toMatchObject({ form: { description: '三层' } });
  expect(stored?.photos).toHaveLength(1);
});

test('saveReport, photo joined the draft later → is part of the report', async () => {
  const phone = await newPhone();
  const seen = draftOf();
  await writtenDraft(phone, [await takePhoto()], seen);
  await saveReport(phone.author(), seen, await readArea(phone.db));
  const [row] = await phone.db.outbox.toArray();
  expect(row?.event.photos).toHaveLength(1);
});

test('[E5a] [E5d] resubmitted report → replaces the rejected one and keeps its photos', async () => {
  const phone = await newPhone();
  const { row, caseId, photos } = await report(phone, 1);
  await phone.db.outbox.update(row.eventId, { unsent: 0, verdict: 'rejected', reason: 'unknownHazard' });
  const resubmission = {
    ...draftOf(),
    subject: row.event.subject,
    photos: photos.map(inSlot),
    replaces: row.eventId,
  };
  await writeDraft(phone.db, resubmission);
  const saved = await saveReport(phone.author(NOON + 60_000), resubmission, await readArea(phone.db));
  expect((await caseOutbox(phone.db, caseId)).map((it) => it.replacedBy)).toEqual([
    saved.ok && saved.value,
    null,
  ]);
  const reports = await myReports(phone.db, phone.by);
  expect(reports.map((it) => [it.caseId, it.trust.kind])).toEqual([[caseId, 'onPhone']]);
  expect((await phone.db.photos.toArray())[0]?.events).toHaveLength(2);
});

test('[E5d] resubmitted report, photos confirmed and freed before → is saved', async () => {
  const phone = await newPhone();
  const { row, photos } = await report(phone, 1);
  const { sha256 } = photos[0]!;
  await phone.db.outbox.update(row.eventId, { unsent: 0, verdict: 'rejected', reason: 'unknownHazard' });
  await markPhotoStored(phone.db, sha256);
  await recordReceipts(phone.db, new Map([[sha256, 'r']]), NOON);
  await freeConfirmed(phone.db, NOON, true);
  const resubmission = {
    ...draftOf(),
    subject: row.event.subject,
    photos: photos.map(inSlot),
    replaces: row.eventId,
  };
  expect((await saveReport(phone.author(NOON + 1), resubmission, await readArea(phone.db))).ok).toBe(true);
  expect((await phone.db.photos.get(sha256))?.state).toBe('freed');
});

const grid = {
  code: GRID,
  name: { zh: '一网格', en: 'Grid 1' },
  polygon: [
    [
      [116, 39],
      [117, 39],
      [117, 40],
      [116, 40],
      [116, 39],
    ],
  ],
};

test('position, fix available → is the fix with its age, and gives the grid', async () => {
  const phone = await newPhone();
  await applyPullPage(
    phone.db,
    pullPage({ reference: [{ seq: 1, kind: 'grid', id: GRID, value: grid }], reset: true }),
  );
  const fix = { lat: 39.5, lon: 116.5, accuracyMetres: 12, at: NOON - 4000 };
  const { row } = await report(phone, 0, draftOf({ fix }));
  expect(row.event.body).toMatchObject({
    position: { lat: 39.5, lon: 116.5, accuracyMetres: 12, ageMillis: 4000, source: 'device' },
    grid: GRID,
    noPosition: null,
    channel: 'patrol',
  });
  expect(row.event.clockOffset).toBe(1500);
});

test('[D15d] position, clock set back after the fix → its age is not negative', async () => {
  const fix = { lat: 39.5, lon: 116.5, accuracyMetres: 12, at: NOON + 60_000 };
  const { row } = await report(await newPhone(), 0, draftOf({ fix }));
  expect(row.event.body).toMatchObject({ position: { ageMillis: 0 } });
});

test('position, pin or indoors or nothing → the pin, no position, and the reason unavailable', async () => {
  const phone = await newPhone('inspector');
  const fix = { lat: 39.5, lon: 116.5, accuracyMetres: 12, at: NOON };
  const pin = { lat: 39.6, lon: 116.6, accuracyMetres: null, ageMillis: null, source: 'pin' as const };
  const bodies = [
    (await report(phone, 0, draftOf({ fix, choice: { source: 'given', position: pin } }))).row.event.body,
    (await report(phone, 0, draftOf({ fix, choice: { source: 'indoors' } }))).row.event.body,
    (await report(phone, 0, draftOf())).row.event.body,
  ];
  expect(bodies).toMatchObject([
    { position: pin, noPosition: null, channel: 'spotCheck' },
    { position: null, noPosition: 'indoors' },
    { position: null, noPosition: 'unavailable' },
  ]);
});

test('[E3b] text with U+0000 and lone surrogates → is cleaned at the save', async () => {
  const phone = await newPhone();
  const { row } = await report(phone, 0, draftOf({ description: ' 楼\0道\uD800 ' }));
  expect(row.event.body).toMatchObject({ description: '楼道' });
  expect(parseEvent(row.text).ok).toBe(true);
});

test('draft without kind or severity → refused as incomplete', async () => {
  const phone = await newPhone();
  const draft = await writtenDraft(phone, [], draftOf({ severity: null }));
  expect(await saveReport(phone.author(), draft, await readArea(phone.db))).toEqual({
    ok: false,
    error: 'incomplete',
  });
  expect((await latestDraft(phone.db))?.id).toBe(draft.id);
});

test('photo added to a case → event and photo are saved together', async () => {
  const phone = await newPhone();
  const { caseId } = await report(phone);
  const { photo, pictures } = await takePhoto();
  await saveCaseEvent(phone.author(), {
    caseId,
    type: 'case.photoAdded',
    text: '整改后',
    photos: [photo],
    pictures,
  });
  const rows = await caseOutbox(phone.db, caseId);
  expect(rows.map((row) => row.event.type)).toEqual(['case.reported', 'case.photoAdded']);
  expect(await phone.db.photoBytes.count()).toBe(2);
});

test('event that the ledger cannot read → not stored', async () => {
  const phone = await newPhone();
  const { caseId } = await report(phone);
  const taken = await Promise.all(Array.from({ length: MAX_PHOTOS_PER_EVENT + 1 }, () => takePhoto()));
  const adding = saveCaseEvent(phone.author(), {
    caseId,
    type: 'case.photoAdded',
    text: '',
    photos: taken.map(({ photo }) => photo),
    pictures: taken.flatMap(({ pictures }) => pictures),
  });
  await expect(adding).rejects.toThrow('unreadableEvent');
  expect(await phone.db.outbox.count()).toBe(1);
  expect(await phone.db.photoBytes.count()).toBe(0);
});

test('[D10a] report, photo added later is not confirmed → not complete', async () => {
  const phone = await newPhone();
  const { caseId, row, photos } = await report(phone, 1);
  const answer = { verdict: 'applied', reason: null, seq: 1, receivedAt: NOON, receipt: 'r' } as const;
  await recordVerdicts(phone.db, [row], [{ hash: row.hash, duplicate: false, ...answer }]);
  const confirm = async (sha256: string) => {
    await markPhotoStored(phone.db, sha256);
    await recordReceipts(phone.db, new Map([[sha256, 'r']]), NOON);
  };
  await confirm(photos[0]!.sha256);
  const trust = async () => (await myReports(phone.db, phone.by))[0]?.trust;
  expect(await trust()).toEqual({ kind: 'complete' });
  const { photo, pictures } = await takePhoto();
  const added = { caseId, type: 'case.photoAdded', text: '', photos: [photo], pictures } as const;
  await saveCaseEvent(phone.author(), added);
  expect(await trust()).toEqual({ kind: 'photos', there: 1, of: 2, lost: 0 });
  await confirm(photo.sha256);
  expect(await trust()).toEqual({ kind: 'complete' });
});
