import { expect, test } from 'vitest';
import { isDecision } from '#domain/ledger/act.ts';
import { actOf, subjectModules, type EventType } from '#domain/subjects.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { undoable, UNDO_TIME, undoEvent } from '#storage/outbox/undo.ts';
import { unsentEvents } from '#storage/outbox/outbox.ts';
import { newPhone, NOON, report, takePhoto, writtenDraft, type Phone } from './samples.ts';

const act = async (phone: Phone, caseId: string, photos = [] as Awaited<ReturnType<typeof takePhoto>>[]) => {
  const saved = await saveCaseEvent(phone.author(), {
    caseId,
    type: 'case.filed',
    text: '',
    photos: photos.map(({ photo }) => photo),
    pictures: photos.flatMap(({ pictures }) => pictures),
  });
  if (!saved.ok) throw new Error(saved.error);
  return saved.value;
};

test('[U1a] every act → can be undone exactly if it changes the state of a subject that exists', async () => {
  const types = subjectModules.flatMap(({ acts }) => acts.map(({ type }) => type as EventType));
  expect(types.filter((type) => isDecision(actOf(type)))).toEqual(['case.filed', 'case.dismissed']);
});

test('undo, photos of the decision → deleted, unless another event names them', async () => {
  const phone = await newPhone('reviewer');
  const { caseId, photos } = await report(phone, 1);
  const own = await takePhoto();
  const shared = (await phone.db.photoBytes.bulkGet([photos[0]!.sha256, photos[0]!.thumbnail.sha256])).map(
    (row) => row!,
  );
  const id = await act(phone, caseId, [own, { photo: photos[0]!, pictures: shared }]);
  expect(await phone.db.photos.count()).toBe(2);
  await undoEvent(phone.db, id);
  expect((await phone.db.photos.toArray()).map(({ sha256 }) => sha256)).toEqual([photos[0]!.sha256]);
  expect((await phone.db.photoBytes.toCollection().primaryKeys()).toSorted()).toEqual(
    [photos[0]!.sha256, photos[0]!.thumbnail.sha256].toSorted(),
  );
});

test('undo, a photo of the decision is in a draft too → its bytes stay', async () => {
  const phone = await newPhone('reviewer');
  const own = await takePhoto();
  await writtenDraft(phone, [own]);
  await undoEvent(phone.db, await act(phone, crypto.randomUUID(), [own]));
  expect(await phone.db.photos.count()).toBe(0);
  expect(await phone.db.photoBytes.count()).toBe(2);
});

test('three decisions in a row → each can be undone, the newest first, and none after its time', async () => {
  const phone = await newPhone('reviewer');
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push(await act(phone, (await report(phone)).caseId));
  const offered = [];
  for (;;) {
    const row = undoable(await unsentEvents(phone.db), NOON + 1);
    if (!row) break;
    offered.push(row.eventId);
    expect(await undoEvent(phone.db, row.eventId)).not.toBeNull();
  }
  expect(offered).toEqual(ids.toReversed());
  await act(phone, crypto.randomUUID());
  expect(undoable(await unsentEvents(phone.db), NOON + UNDO_TIME)).toBeUndefined();
});
