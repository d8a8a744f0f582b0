import { expect, test, vi } from 'vitest';
import type { Case } from '#domain/case/case.ts';
import { createCaseIndex } from '#finder/case-index.ts';
import { followDatabase } from '#finder/follow-database.ts';
import { countFailedTry } from '#storage/outbox/outbox.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { newPhone, pullPage, type Phone } from '#tests/storage/samples.ts';
import { elsewhere, rowOf } from './pulled-cases.ts';

const SOON = { timeout: 10_000, interval: 10 };

/** An index that counts how often a case was put into it. */
const follow = async (phone: Phone) => {
  const index = createCaseIndex();
  const put = vi.spyOn(index, 'put');
  const onChange = vi.fn();
  const onFault = vi.fn();
  await followDatabase(phone.db, phone.by, index, { onProgress: () => {}, onChange, onFault });
  put.mockClear();
  /** Turns never overlap: when the case of a later turn is put, the earlier turn has finished its notifications. */
  const puts = (subject: Case): number =>
    put.mock.calls.filter(([indexed]) => indexed.case.id === subject.id).length;
  const isPut = (subject: Case, times: number) => expect.poll(() => puts(subject), SOON).toBe(times);
  return { put, onChange, onFault, isPut };
};

test('write that changes no answer → no notification', async () => {
  const phone = await newPhone('reviewer');
  const [subject, other] = [elsewhere(), elsewhere()];
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [rowOf(1, subject), rowOf(2, other)] }));
  await saveCaseEvent(phone.author(), { caseId: other.id, type: 'case.filed', text: '' });
  const { onChange, onFault, isPut } = await follow(phone);
  // The same case again, as from a restored server, and a failed try.
  await applyPullPage(phone.db, pullPage({ subjects: [rowOf(3, subject)], cursor: 'c2' }));
  await isPut(subject, 1);
  await countFailedTry(phone.db, await phone.db.outbox.toArray(), 'internal');
  await applyPullPage(phone.db, pullPage({ subjects: [rowOf(4, subject)], cursor: 'c3' }));
  await isPut(subject, 2);
  await applyPullPage(phone.db, pullPage({ subjects: [rowOf(5, subject)], cursor: 'c4' }));
  await isPut(subject, 3);
  expect(onChange).not.toHaveBeenCalled();
  const changed: Case = { ...subject, state: 'filed' };
  await applyPullPage(phone.db, pullPage({ subjects: [rowOf(6, changed)], cursor: 'c5' }));
  await expect.poll(() => onChange.mock.calls.length, SOON).toBe(1);
  expect(onFault).not.toHaveBeenCalled();
});

test('write to some cases → reads these cases and no others', async () => {
  const phone = await newPhone('reviewer');
  const cases = Array.from({ length: 30 }, () => elsewhere());
  const rows = cases.map((subject, at) => rowOf(at + 1, subject));
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: rows }));
  const { put, onChange, isPut } = await follow(phone);
  const changed: Case = { ...cases[7]!, state: 'filed' };
  await applyPullPage(phone.db, pullPage({ subjects: [rowOf(31, changed)], cursor: 'c2' }));
  await isPut(changed, 1);
  await saveCaseEvent(phone.author(), { caseId: cases[9]!.id, type: 'case.filed', text: '' });
  await isPut(cases[9]!, 1);
  const gone = [{ kind: 'case' as const, id: cases[3]!.id }];
  await applyPullPage(phone.db, pullPage({ gone, cursor: 'c3' }));
  await expect.poll(() => onChange.mock.calls.length, SOON).toBe(3);
  // The last own event is read again in every turn.
  expect(new Set(put.mock.calls.map(([indexed]) => indexed.case.id))).toEqual(
    new Set([changed.id, cases[9]!.id]),
  );
});
