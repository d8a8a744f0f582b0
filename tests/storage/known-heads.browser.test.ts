import { expect, test } from 'vitest';
import { markPhotoStored, recordReceipts } from '#storage/photos/photos.ts';
import { readKnownHeads, recordWithHead } from '#storage/subjects/known-heads.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { newPhone, NOON, pullPage, report, type Phone } from './samples.ts';

const hears = ({ db }: Phone, head: string | undefined, offered: readonly string[]) =>
  recordWithHead(db, db.outbox, { offered, head }, async () => undefined);
const asked = (knownHeads: readonly string[]) => ({ from: 0, to: 0, knownHeads });

test('[L8d] a head takes the place of those its request had offered, and of no other', async () => {
  const phone = await newPhone();
  await hears(phone, '1.a', []);
  await hears(phone, '2.b', ['1.a']);
  expect(await readKnownHeads(phone.db)).toEqual(['2.b']);
  // Two requests at once: neither answer knows of the other.
  await hears(phone, '3.c', ['2.b']);
  await hears(phone, '4.d', ['2.b']);
  expect(await readKnownHeads(phone.db)).toEqual(['3.c', '4.d']);
  await hears(phone, '4.d', ['3.c', '4.d']);
  expect(await readKnownHeads(phone.db)).toEqual(['4.d']);
});

test('[L8d] a server that tells no head changes nothing of what was knownHeads', async () => {
  const phone = await newPhone();
  await hears(phone, '1.a', []);
  await hears(phone, undefined, ['1.a']);
  expect(await readKnownHeads(phone.db)).toEqual(['1.a']);
});

test('[L8c] a head is kept with what it settled, or not at all', async () => {
  const phone = await newPhone();
  const fails = recordWithHead(phone.db, phone.db.outbox, { offered: [], head: '1.a' }, async () => {
    throw new Error('cut');
  });
  await expect(fails).rejects.toThrow('cut');
  expect(await readKnownHeads(phone.db)).toEqual([]);
});

test('[L8e] the last page of a pull stands for what was offered with it, an earlier one does not', async () => {
  const phone = await newPhone();
  await applyPullPage(phone.db, pullPage({ reset: true, cursor: 'c1' }));
  await hears(phone, '1.a', []);
  await applyPullPage(phone.db, pullPage({ more: true, cursor: 'c2' }), asked(['1.a']));
  expect(await readKnownHeads(phone.db)).toEqual(['1.a']);
  await hears(phone, '2.b', []);
  await applyPullPage(phone.db, pullPage({ cursor: 'c3' }), asked(['1.a']));
  expect(await readKnownHeads(phone.db)).toEqual(['2.b']);
});

test('[L8h] [P12] a pull from the beginning offers everything again, also where no page was ever pulled before', async () => {
  const phone = await newPhone();
  const { row } = await report(phone);
  await phone.db.outbox.update(row.eventId, { unsent: 0, verdict: 'held' });
  await applyPullPage(phone.db, pullPage({ reset: true }), asked([]));
  expect((await phone.db.outbox.get(row.eventId))?.unsent).toBe(0);
  const other = await newPhone();
  const { row: held } = await report(other);
  await other.db.outbox.update(held.eventId, { unsent: 0, verdict: 'held' });
  await hears(other, '1.a', []);
  await applyPullPage(other.db, pullPage({ reset: true }), asked(['1.a']));
  expect((await other.db.outbox.get(held.eventId))?.unsent).toBe(1);
  expect(await readKnownHeads(other.db)).toEqual([]);
});

test('[L9c] photos of events the server calls incomplete are asked about again, others are not', async () => {
  const phone = await newPhone();
  const [one, two] = [await report(phone, 1), await report(phone, 1)];
  const hashes = [one, two].map(({ row }) => row.event.photos[0]!.sha256);
  for (const sha256 of hashes) await markPhotoStored(phone.db, sha256);
  await recordReceipts(phone.db, new Map(hashes.map((sha256) => [sha256, 'receipt'])), NOON);
  await applyPullPage(phone.db, pullPage({ incomplete: [one.row.eventId] }));
  const states = await Promise.all(hashes.map(async (sha256) => (await phone.db.photos.get(sha256))?.state));
  expect(states).toEqual(['stored', 'confirmed']);
});
