import { expect, test } from 'vitest';
import { markPhotoStored, recordReceipts } from '#storage/photos/photos.ts';
import { readKnownHeads, recordWithHead } from '#storage/subjects/known-heads.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { newPhone, NOON, pullPage, report, type Phone } from './samples.ts';

const recordHead = ({ db }: Phone, head: string | undefined, offered: readonly string[]) =>
  recordWithHead(db, db.outbox, { offered, head }, async () => undefined);
const requestedWith = (knownHeads: readonly string[]) => ({ from: 0, to: 0, knownHeads });

test('[L8d] known heads, new head received → replaces only the heads that its request offered', async () => {
  const phone = await newPhone();
  await recordHead(phone, '1.a', []);
  await recordHead(phone, '2.b', ['1.a']);
  expect(await readKnownHeads(phone.db)).toEqual(['2.b']);
  // Two requests at once: neither answer replaces the other.
  await recordHead(phone, '3.c', ['2.b']);
  await recordHead(phone, '4.d', ['2.b']);
  expect(await readKnownHeads(phone.db)).toEqual(['3.c', '4.d']);
  await recordHead(phone, '4.d', ['3.c', '4.d']);
  expect(await readKnownHeads(phone.db)).toEqual(['4.d']);
});

test('[L8d] known heads, answer without a head → unchanged', async () => {
  const phone = await newPhone();
  await recordHead(phone, '1.a', []);
  await recordHead(phone, undefined, ['1.a']);
  expect(await readKnownHeads(phone.db)).toEqual(['1.a']);
});

test('[L8c] known heads, recording fails → the head is not stored either', async () => {
  const phone = await newPhone();
  const recording = recordWithHead(phone.db, phone.db.outbox, { offered: [], head: '1.a' }, async () => {
    throw new Error('cut');
  });
  await expect(recording).rejects.toThrow('cut');
  expect(await readKnownHeads(phone.db)).toEqual([]);
});

test('[L8e] known heads, pull → only its last page replaces the offered heads', async () => {
  const phone = await newPhone();
  await applyPullPage(phone.db, pullPage({ reset: true, cursor: 'c1' }));
  await recordHead(phone, '1.a', []);
  await applyPullPage(phone.db, pullPage({ more: true, cursor: 'c2' }), requestedWith(['1.a']));
  expect(await readKnownHeads(phone.db)).toEqual(['1.a']);
  await recordHead(phone, '2.b', []);
  await applyPullPage(phone.db, pullPage({ cursor: 'c3' }), requestedWith(['1.a']));
  expect(await readKnownHeads(phone.db)).toEqual(['2.b']);
});

test('[L8h] [P12] reset with known heads or a cursor → all events are offered again', async () => {
  const phone = await newPhone();
  const { row } = await report(phone);
  await phone.db.outbox.update(row.eventId, { unsent: 0, verdict: 'held' });
  await applyPullPage(phone.db, pullPage({ reset: true }), requestedWith([]));
  expect((await phone.db.outbox.get(row.eventId))?.unsent).toBe(0);
  const other = await newPhone();
  const { row: heldRow } = await report(other);
  await other.db.outbox.update(heldRow.eventId, { unsent: 0, verdict: 'held' });
  await recordHead(other, '1.a', []);
  await applyPullPage(other.db, pullPage({ reset: true }), requestedWith(['1.a']));
  expect((await other.db.outbox.get(heldRow.eventId))?.unsent).toBe(1);
  expect(await readKnownHeads(other.db)).toEqual([]);
});

test('[L9c] incomplete events in a pull → their photos are asked about again, others are not', async () => {
  const phone = await newPhone();
  const [one, two] = [await report(phone, 1), await report(phone, 1)];
  const hashes = [one, two].map(({ row }) => row.event.photos[0]!.sha256);
  for (const sha256 of hashes) await markPhotoStored(phone.db, sha256);
  await recordReceipts(phone.db, new Map(hashes.map((sha256) => [sha256, 'receipt'])), NOON);
  await applyPullPage(phone.db, pullPage({ incomplete: [one.row.eventId] }));
  const states = await Promise.all(hashes.map(async (sha256) => (await phone.db.photos.get(sha256))?.state));
  expect(states).toEqual(['stored', 'confirmed']);
});
