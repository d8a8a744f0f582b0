import { expect, test } from 'vitest';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { createChangeReader } from '#finder/change-reader.ts';
import { offerEventsAgain } from '#storage/outbox/outbox.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { undoEvent } from '#storage/outbox/undo.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { newPhone, pullPage, type Phone } from '#tests/storage/samples.ts';
import { elsewhere, rowOf } from './pulled-cases.ts';

/** A reviewer's device with cases that a change reader has already read. */
const readAll = async (count: number) => {
  const phone = await newPhone('reviewer');
  const cases = Array.from({ length: count }, () => elsewhere());
  const subjects = cases.map((subject, at) => rowOf(at + 10, subject));
  await applyPullPage(phone.db, pullPage({ reset: true, subjects }));
  const reader = createChangeReader(phone.db);
  const readKeys = async () => (await reader.read(false)).cases.map((it) => it.key);
  expect((await readKeys()).toSorted()).toEqual(cases.map(subjectKey).toSorted());
  return { phone, cases, reader, readKeys };
};

const fileCase = async (phone: Phone, caseId: string): Promise<string> => {
  const saved = await saveCaseEvent(phone.author(), { caseId, type: 'case.filed', text: '' });
  if (!saved.ok) throw new Error(saved.error);
  return saved.value;
};

test('verdict, event offered again before the next read → is returned', async () => {
  const { phone, cases, readKeys } = await readAll(3);
  const first = await fileCase(phone, cases[1]!.id);
  await fileCase(phone, cases[2]!.id);
  await readKeys();
  await phone.db.outbox.update(first, { unsent: 0, verdict: 'rejected' });
  await offerEventsAgain(phone.db, [first]);
  expect(await readKeys()).toContain(subjectKey(cases[1]!));
});

test('new event with the order of a deleted one, already answered → is returned', async () => {
  const { phone, cases, readKeys } = await readAll(2);
  const first = await fileCase(phone, cases[0]!.id);
  await phone.db.outbox.update(first, { unsent: 0, verdict: 'applied' });
  await readKeys();
  await phone.db.outbox.delete(first);
  const second = await fileCase(phone, cases[1]!.id);
  await phone.db.outbox.update(second, { unsent: 0, verdict: 'applied' });
  expect((await phone.db.outbox.toArray()).map((row) => row.order)).toEqual([1]);
  expect(await readKeys()).toEqual([subjectKey(cases[1]!)]);
});

test('decision undone → its case is returned without it', async () => {
  const { phone, cases, reader, readKeys } = await readAll(2);
  const decision = await fileCase(phone, cases[0]!.id);
  await readKeys();
  await undoEvent(phone.db, decision);
  const { cases: changed } = await reader.read(false);
  expect(changed.map(({ key, own }) => [key, own])).toEqual([[subjectKey(cases[0]!), []]]);
});

test('two decisions undone, a new event with the order of the first, already answered → is returned', async () => {
  const { phone, cases, readKeys } = await readAll(3);
  const undone = [await fileCase(phone, cases[0]!.id), await fileCase(phone, cases[1]!.id)];
  await readKeys();
  for (const id of undone.reverse()) await undoEvent(phone.db, id);
  const next = await fileCase(phone, cases[2]!.id);
  await phone.db.outbox.update(next, { unsent: 0, verdict: 'applied' });
  expect(await readKeys()).toContain(subjectKey(cases[2]!));
});

test('case deleted and added again with an old seq, as with two engines → is returned', async () => {
  const { phone, cases, reader, readKeys } = await readAll(3);
  const key = subjectKey(cases[0]!);
  const row = (await phone.db.subjects.get(key))!;
  await phone.db.subjects.delete(key);
  expect((await reader.read(false)).cases).toEqual([{ key, row: undefined, own: [] }]);
  await phone.db.subjects.add(row);
  expect(await readKeys()).toEqual([key]);
  expect(await readKeys()).toEqual([]);
});
