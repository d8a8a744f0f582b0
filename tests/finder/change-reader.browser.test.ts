import { expect, test } from 'vitest';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { createChangeReader } from '#finder/change-reader.ts';
import { offerEventsAgain } from '#storage/outbox/outbox.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { newPhone, pullPage, type Phone } from '#tests/storage/samples.ts';
import { elsewhere, rowOf } from './pulled-cases.ts';

/** A reviewer's device with cases that a reader has read already. */
const readAll = async (count: number) => {
  const phone = await newPhone('reviewer');
  const cases = Array.from({ length: count }, () => elsewhere());
  const subjects = cases.map((subject, at) => rowOf(at + 10, subject));
  await applyPullPage(phone.db, pullPage({ reset: true, subjects }));
  const reader = createChangeReader(phone.db);
  const told = async () => (await reader.read(false)).cases.map((it) => it.key);
  expect((await told()).toSorted()).toEqual(cases.map(subjectKey).toSorted());
  return { phone, cases, reader, told };
};

const files = async (phone: Phone, caseId: string): Promise<string> => {
  const saved = await saveCaseEvent(phone.author(), { caseId, type: 'case.filed', text: '' });
  if (!saved.ok) throw new Error(saved.error);
  return saved.value;
};

test('a verdict is told though the event is offered again before anybody looked', async () => {
  const { phone, cases, told } = await readAll(3);
  const first = await files(phone, cases[1]!.id);
  await files(phone, cases[2]!.id);
  await told();
  await phone.db.outbox.update(first, { unsent: 0, verdict: 'rejected' });
  await offerEventsAgain(phone.db, [first]);
  expect(await told()).toContain(subjectKey(cases[1]!));
});

test('an event that takes the order of one tidied away is told though it was answered at once', async () => {
  const { phone, cases, told } = await readAll(2);
  const first = await files(phone, cases[0]!.id);
  await phone.db.outbox.update(first, { unsent: 0, verdict: 'applied' });
  await told();
  await phone.db.outbox.delete(first);
  const second = await files(phone, cases[1]!.id);
  await phone.db.outbox.update(second, { unsent: 0, verdict: 'applied' });
  expect((await phone.db.outbox.toArray()).map((row) => row.order)).toEqual([1]);
  expect(await told()).toEqual([subjectKey(cases[1]!)]);
});

test('a case that comes back behind what was read is told, as two engines at once can write it', async () => {
  const { phone, cases, reader, told } = await readAll(3);
  const key = subjectKey(cases[0]!);
  const row = (await phone.db.subjects.get(key))!;
  await phone.db.subjects.delete(key);
  expect((await reader.read(false)).cases).toEqual([{ key, row: undefined, own: [] }]);
  await phone.db.subjects.add(row);
  expect(await told()).toEqual([key]);
  expect(await told()).toEqual([]);
});
