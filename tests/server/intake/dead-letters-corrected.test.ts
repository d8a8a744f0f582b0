import { afterAll, beforeAll, expect, test } from 'vitest';
import { deadLetterVerdictSchema } from '#domain/protocol/dead-letters.ts';
import { newId, readAnswer, takePhoto, type Device } from '#tests/support/clients/device.ts';
import { Office, rowOf } from '#tests/support/clients/office.ts';
import type { EventOf, LedgerEvent } from '#domain/subjects.ts';

let office: Office;
let wang: Device;
let zhao: Device;
let chen: Device;
let admin: Device;
beforeAll(async () => {
  office = await Office.open();
  ({ wang, zhao, chen, admin } = office);
});
afterAll(() => office.end());

test('[D16e] [D16f] [E5e] [E5f] a correction replaces a dead letter, by an admin → applied for the author, whose bytes do not change', async () => {
  const photo = takePhoto();
  const bad = await wang.reports({ hazard: 'ZZ02', description: '第三栋', photos: [photo] });
  const note = await wang.notes(bad.caseId, 'waits for it');
  await wang.pushes(bad, note);
  await wang.sendsThumbnails([photo]);
  const cursor = (await wang.pullsAll()).cursor;

  const correction = await office.writesCorrection(wang, bad, { hazard: 'EB02' });
  const outcome = await readAnswer(deadLetterVerdictSchema, await office.sends(wang, bad, correction));
  const { id } = JSON.parse(correction.text) as LedgerEvent;
  expect(outcome).toMatchObject({ verdict: 'applied', reason: null, event: id, duplicate: false });

  const row = (await wang.pullsAll(cursor)).subjects.find(({ subject }) => subject.id === bad.caseId);
  expect(row?.subject).toMatchObject({
    state: 'reported',
    hazard: 'EB02',
    description: '第三栋',
    reporter: wang.person.id,
    device: wang.id,
    reportedAt: bad.event.at,
    reportEvent: id,
  });
  expect(row?.subject.timeline).toMatchObject([
    {
      eventId: id,
      author: wang.person.id,
      role: 'patroller',
      mended: { origin: bad.event.id, hash: bad.hash, by: admin.person.id, device: admin.id },
    },
    { eventId: note.event.id, verdict: 'applied' },
  ]);
  // Photos that arrived before the correction belong to the case, and so do later ones.
  expect(row?.stored).toEqual({ [photo.manifest.sha256]: 'thumbnail' });
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  expect((await rowOf(chen, bad.caseId))?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
  expect((await chen.request(`/api/photos/${photo.manifest.sha256}`)).status).toBe(200);

  expect(await office.reads(wang, bad)).toMatchObject({
    text: bad.text,
    signature: bad.signature,
    settled: { event: id, by: admin.person.id },
  });
  const stored = await office.inStore((store) =>
    store.read.selectFrom('events').selectAll().where('id', 'in', [id, bad.event.id]).execute(),
  );
  expect(stored.find((row) => row.id === bad.event.id)).toMatchObject({
    text: bad.text,
    verdict: 'rejected',
  });
  expect(stored.find((row) => row.id === id)).toMatchObject({ ...correction, person: wang.person.id });
});

test('[D16g] a dead letter is resolved once, two corrections and a replay → the first answer again', async () => {
  const bad = await wang.reports({ hazard: 'ZZ03' });
  await wang.push(bad);
  const correction = await office.writesCorrection(wang, bad, { hazard: 'EB02' });
  const first = await readAnswer(deadLetterVerdictSchema, await office.sends(wang, bad, correction));
  const before = await rowOf(wang, bad.caseId);
  expect(await readAnswer(deadLetterVerdictSchema, await office.sends(wang, bad, correction))).toMatchObject({
    verdict: 'applied',
    event: first.event,
    duplicate: true,
  });
  const other = await readAnswer(
    deadLetterVerdictSchema,
    await office.sends(wang, bad, await office.writesCorrection(wang, bad, { hazard: 'EB03' })),
  );
  expect(other).toMatchObject({ event: first.event, duplicate: true });
  expect(await office.replays(wang, bad)).toMatchObject({ event: first.event, duplicate: true });
  expect(await rowOf(wang, bad.caseId)).toEqual(before);
  const sentAgain = await wang.push(bad);
  expect(sentAgain).toMatchObject({ verdict: 'rejected', duplicate: true });
  expect(await office.isOpen(bad)).toBe(false);
});

test('[D16e] [H6] photos of an unreadable body are stored, corrected → they belong to the case', async () => {
  const photo = takePhoto();
  const long = await wang.reports({ description: '长'.repeat(2001), photos: [photo] });
  expect(await wang.push(long)).toMatchObject({ verdict: 'rejected', reason: 'unreadableEvent' });
  await wang.sendsThumbnails([photo]);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  expect(await office.corrects(wang, long, { description: '长'.repeat(2000) })).toMatchObject({
    verdict: 'applied',
  });
  expect((await rowOf(wang, long.caseId))?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
});

test('[D16h] a rejected correction changes nothing, unknown hazard kind again → the dead letter stays open', async () => {
  const bad = await wang.reports({ hazard: 'ZZ05' });
  await wang.push(bad);
  const before = await wang.pullsAll();
  expect(await office.corrects(wang, bad, { hazard: 'ZZ06' })).toMatchObject({
    verdict: 'rejected',
    reason: 'unknownHazard',
    event: null,
  });
  expect(await wang.pullsAll()).toMatchObject({ cursor: before.cursor });
  expect(await office.isOpen(bad)).toBe(true);
  expect((await office.lists()).letters.filter(({ event }) => event?.subject.id === bad.caseId)).toHaveLength(
    1,
  );
});

test('[E5e] [E5f] [E5g] a correction changes the body only, other changes or another signer → 400, 422 or notAuthor', async () => {
  const bad = await wang.reports({ hazard: 'ZZ07', photos: [takePhoto()] });
  await wang.push(bad);
  const correction = await office.writesCorrection(wang, bad, { hazard: 'EB02' });
  const event = JSON.parse(correction.text) as LedgerEvent;
  const changed: object[] = [
    { ...event, author: zhao.person.id },
    { ...event, at: event.at + 1 },
    { ...event, photos: [] },
    { ...event, subject: { kind: 'case', id: newId() } },
    { ...event, replaces: bad.event.id },
    { ...event, mended: { ...event.mended, by: chen.person.id } },
    { ...event, mended: { ...event.mended, hash: 'a'.repeat(64) } },
    { ...event, mended: undefined },
  ];
  for (const variant of changed)
    expect((await office.sends(wang, bad, await admin.signs(JSON.stringify(variant)))).status).toBe(400);
  const forged = { ...correction, signature: (await wang.signs(correction.text)).signature };
  expect((await office.sends(wang, bad, forged)).status).toBe(422);
  expect(await admin.push(correction)).toMatchObject({ verdict: 'rejected', reason: 'notAuthor' });
  // An author cannot send a correction either.
  expect(await wang.push(await wang.signs(correction.text))).toMatchObject({ reason: 'notAuthor' });
  expect(await office.isOpen(bad)).toBe(true);
});

test('[D4a] [D4b] [D4c] the same id with other bytes is rejected, sent → both bodies in the dead letter, and a correction is applied', async () => {
  const first = await wang.reports({ description: 'first' });
  await wang.push(first);
  const body = { ...(first.event as EventOf<'case.reported'>).body, description: 'second' };
  const second = await wang.writes('case.reported', first.caseId, body, { id: first.event.id });
  const verdict = await wang.push(second);
  expect(verdict).toMatchObject({ verdict: 'rejected', reason: 'idReused', hash: second.hash });
  expect(await wang.push(second)).toEqual({ ...verdict, duplicate: true });
  expect((await rowOf(wang, first.caseId))?.subject).toMatchObject({ description: 'first' });
  expect(await office.reads(wang, second)).toMatchObject({
    text: second.text,
    signature: second.signature,
    other: { text: first.text, signature: first.signature, hash: first.hash, device: wang.id },
  });
  expect(await office.replays(wang, second)).toMatchObject({ verdict: 'rejected', reason: 'idReused' });
  expect(await office.corrects(wang, second, {})).toMatchObject({ verdict: 'applied', duplicate: false });
  expect((await rowOf(wang, first.caseId))?.subject).toMatchObject({
    description: 'second',
    reporter: wang.person.id,
    timeline: [{ eventId: first.event.id }, { mended: { origin: first.event.id, hash: second.hash } }],
  });
});
