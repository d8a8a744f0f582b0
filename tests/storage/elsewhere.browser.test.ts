import { expect, test } from 'vitest';
import type { LedgerEvent } from '#domain/subjects.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { readElsewhere } from '#storage/subjects/elsewhere.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { foldOf, newPhone, NOON, pullPage, report, takePhoto, type Phone } from './samples.ts';

/** The same person on another device, with a database of its own. */
const otherDeviceOf = async ({ signedIn }: Phone): Promise<Phone> => {
  const other = await newPhone();
  const row = { ...other.signedIn, id: signedIn.id, person: signedIn.person };
  const author = (now = NOON) => ({ ...other.author(now), signedIn: row });
  return { ...other, signedIn: row, author };
};

const pulls = (
  { db, by }: Phone,
  events: readonly LedgerEvent[],
  stored: Record<string, 'thumbnail' | 'complete'>,
  seq = 1,
): Promise<unknown> =>
  applyPullPage(db, pullPage({ subjects: [{ seq, subject: foldOf(events, by, NOON + seq), stored }] }));

const read = ({ db, signedIn }: Phone) => readElsewhere(db, { person: signedIn.id, device: signedIn.device });

test('readElsewhere, photos that another device named and did not send → counted, with the last time that the server received something', async () => {
  const phone = await newPhone();
  const other = await otherDeviceOf(phone);
  expect(await read(phone)).toBeNull();
  const [first, second, third] = [await report(other, 3), await report(other, 1), await report(other, 1)];
  const [sent, half] = [first.photos[0]!.sha256, first.photos[1]!.sha256];
  await pulls(phone, [first.row.event], { [sent]: 'complete', [half]: 'thumbnail' }, 1);
  await pulls(phone, [second.row.event], {}, 2);
  await pulls(phone, [third.row.event], { [third.photos[0]!.sha256]: 'complete' }, 3);
  expect(await read(phone)).toEqual({ reports: 2, photos: 3, receivedAt: NOON + 2 });
  await pulls(phone, [second.row.event], { [second.photos[0]!.sha256]: 'complete' }, 4);
  expect(await read(phone)).toMatchObject({ reports: 1, photos: 2 });
});

test('readElsewhere, photos that this phone or another person has not sent → not counted', async () => {
  const phone = await newPhone();
  const other = await otherDeviceOf(phone);
  const own = await report(phone, 2);
  const theirs = await report(other, 0);
  const handler = await newPhone('inspector');
  const added = await takePhoto();
  const saved = await saveCaseEvent(handler.author(), {
    caseId: theirs.caseId,
    type: 'case.photoAdded',
    text: '',
    photos: [added.photo],
    pictures: added.pictures,
  });
  const event = saved.ok && (await handler.db.outbox.get(saved.value))?.event;
  expect(event).toBeTruthy();
  await pulls(phone, [own.row.event], {}, 1);
  await pulls(phone, [theirs.row.event, event as LedgerEvent], {}, 2);
  expect(await read(phone)).toBeNull();
});

test('readElsewhere, a photo added on another device to a report of this phone → counted', async () => {
  const phone = await newPhone();
  const other = await otherDeviceOf(phone);
  const own = await report(phone, 1);
  const added = await takePhoto();
  const saved = await saveCaseEvent(other.author(), {
    caseId: own.caseId,
    type: 'case.photoAdded',
    text: '',
    photos: [added.photo],
    pictures: added.pictures,
  });
  const event = saved.ok && (await other.db.outbox.get(saved.value))?.event;
  await pulls(phone, [own.row.event, event as LedgerEvent], {});
  expect(await read(phone)).toMatchObject({ reports: 1, photos: 1 });
});
