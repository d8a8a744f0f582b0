import { afterAll, beforeAll, expect, test } from 'vitest';
import { takePhoto, type Device } from '#tests/support/clients/device.ts';
import { Office, rowOf } from '#tests/support/clients/office.ts';

let office: Office;
let wang: Device;
let admin: Device;
beforeAll(async () => {
  office = await Office.open();
  ({ wang, admin } = office);
});
afterAll(() => office.end());

test('[D16d] [D16g] [D16h] [F4b] [P3b] a replay keeps id and received-at, the hazard kind exists now → applied, and the receipt stays valid', async () => {
  const photo = takePhoto();
  const bad = await wang.reports({ hazard: 'ZZ04', photos: [photo] });
  const first = await wang.push(bad);
  await wang.sendsThumbnails([photo]);
  await wang.sendsPhoto(photo);
  expect(await office.replays(wang, bad)).toMatchObject({
    verdict: 'rejected',
    reason: 'unknownHazard',
    event: null,
  });
  expect(await rowOf(wang, bad.caseId)).toBeUndefined();
  expect(await office.isOpen(bad)).toBe(true);

  await office.addsHazardKind('ZZ04');
  const outcome = await office.replays(wang, bad);
  expect(outcome).toMatchObject({ verdict: 'applied', event: bad.event.id, duplicate: false });
  const row = await rowOf(wang, bad.caseId);
  expect(row?.subject.timeline).toMatchObject([
    { eventId: bad.event.id, verdict: 'applied', receivedAt: first.receivedAt },
  ]);
  expect(row?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
  expect(await wang.push(bad)).toEqual({
    ...first,
    verdict: 'applied',
    reason: null,
    seq: row?.seq,
    duplicate: true,
  });

  expect(await office.replays(wang, bad)).toMatchObject({ event: bad.event.id, duplicate: true });
  expect(await rowOf(wang, bad.caseId)).toEqual(row);
  expect((await office.reads(wang, bad)).settled).toMatchObject({
    event: bad.event.id,
    by: admin.person.id,
  });
});

test('[D16d] a replay needs only the stored text, the event type is known now → applied', async () => {
  const report = await wang.reports();
  await wang.push(report);
  const note = await wang.notes(report.caseId, 'from a newer app');
  // The row as a server before the update stored it.
  await office.inStore((store) =>
    store.write
      .insertInto('dead_letters')
      .values({
        device: wang.id,
        hash: note.hash,
        person: wang.person.id,
        region: wang.person.region,
        signed: JSON.stringify({ text: note.text, signature: note.signature }),
        reason: 'unknownType',
        received_at: 7,
        event_id: null,
        settled_event: null,
        settled_by: null,
        settled_at: null,
      })
      .execute(),
  );
  expect(await office.replays(wang, note)).toMatchObject({ verdict: 'applied', event: note.event.id });
  expect(await office.replays(wang, note)).toMatchObject({ event: note.event.id, duplicate: true });
  expect((await rowOf(wang, report.caseId))?.subject.timeline).toMatchObject([
    {},
    { text: 'from a newer app' },
  ]);
});

test('[F11] a replay on a subject of a newer fold → refused as busy, and the dead letter stays open', async () => {
  const report = await wang.reports();
  await wang.push(report);
  const bad = await wang.resubmits(report, { hazard: 'ZZ05' });
  expect(await wang.push(bad)).toMatchObject({ verdict: 'rejected', reason: 'unknownHazard' });
  await office.addsHazardKind('ZZ05');
  await office.inStore((store) =>
    store.write
      .updateTable('subjects')
      .set((eb) => ({ fold: eb('fold', '+', 1) }))
      .where('id', '=', report.caseId)
      .execute(),
  );
  expect(await office.replays(wang, bad)).toMatchObject({ verdict: 'rejected', reason: 'busy', event: null });
  expect(await office.isOpen(bad)).toBe(true);
});
