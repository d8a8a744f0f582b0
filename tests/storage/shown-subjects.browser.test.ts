import { liveQuery } from 'dexie';
import { expect, onTestFinished, test, vi } from 'vitest';
import { pulledReports } from '#storage/subjects/my-reports.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { shownCase } from '#storage/subjects/one-case.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { myReports } from './read-my-reports.ts';
import { draftOf, foldOf, newPhone, NOON, pullPage, report } from './samples.ts';

test('[F6a] [F6b] own report → shown at once, and no longer on top when the pulled case contains it', async () => {
  const phone = await newPhone();
  const { row, caseId } = await report(phone, 1);
  expect(await shownCase(phone.db, phone.by, caseId)).toMatchObject({
    pending: 1,
    case: { state: 'reported', timeline: [{ receivedAt: null }] },
  });
  const subject = foldOf([row.event], phone.by);
  await applyPullPage(phone.db, pullPage({ subjects: [{ seq: 1, subject, stored: {} }] }));
  expect(await shownCase(phone.db, phone.by, caseId)).toEqual({ case: subject, stored: {}, pending: 0 });
});

test('[F6b] own event with a verdict → stays on top until the pull', async () => {
  const phone = await newPhone();
  const { row, caseId } = await report(phone);
  await phone.db.outbox.update(row.eventId, { unsent: 0, verdict: 'applied', seq: 9 });
  expect((await shownCase(phone.db, phone.by, caseId))?.pending).toBe(1);
});

test('[T3a] rejected report → shows no case, but stays among own reports with its reason', async () => {
  const phone = await newPhone();
  const { row, caseId } = await report(phone, 1);
  await phone.db.outbox.update(row.eventId, { unsent: 0, verdict: 'rejected', reason: 'outOfScope' });
  expect(await shownCase(phone.db, phone.by, caseId)).toBeNull();
  expect(await myReports(phone.db, phone.by)).toMatchObject([
    { caseId, state: null, trust: { kind: 'rejected', reason: 'outOfScope', replacedBy: null } },
  ]);
});

test('reviewer’s unsent decision → is shown on the pulled case', async () => {
  const patroller = await newPhone();
  const reviewer = await newPhone('reviewer');
  const { row, caseId } = await report(patroller);
  const subject = foldOf([row.event], patroller.by);
  await applyPullPage(reviewer.db, pullPage({ subjects: [{ seq: 1, subject, stored: {} }] }));
  await saveCaseEvent(reviewer.author(), { caseId, type: 'case.filed', text: '' });
  expect(await shownCase(reviewer.db, reviewer.by, caseId)).toMatchObject({
    pending: 1,
    case: { state: 'filed' },
  });
  expect(await myReports(reviewer.db, reviewer.by)).toEqual([]);
});

test('own reports → newest first; those of another device come from the server', async () => {
  const phone = await newPhone();
  const old = await report(phone, 1);
  const subject = { ...foldOf([old.row.event], phone.by), reportedAt: NOON - 1000 };
  const stored = { [old.photos[0]!.sha256]: 'complete' as const };
  await applyPullPage(phone.db, pullPage({ subjects: [{ seq: 1, subject, stored }] }));
  await phone.db.outbox.clear();
  const fresh = await report(phone, 0, draftOf());
  expect((await myReports(phone.db, phone.by)).map((it) => [it.caseId, it.trust.kind])).toEqual([
    [fresh.caseId, 'onPhone'],
    [old.caseId, 'complete'],
  ]);
});

test('own reports, reports of other people change → are not read again', async () => {
  const [phone, other] = [await newPhone(), await newPhone()];
  const subjects = async (from: typeof phone, seq: number) => {
    const { row } = await report(from);
    return [{ seq, subject: foldOf([row.event], from.by), stored: {} }];
  };
  const read = vi.fn<(ids: string[]) => void>();
  const watching = liveQuery(() => pulledReports(phone.db, phone.by)).subscribe((rows) =>
    read(rows.map((row) => row.subject.id)),
  );
  onTestFinished(() => watching.unsubscribe());
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(1));
  const theirs = await subjects(other, 1);
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: theirs }));
  // When the query over all subjects has run, the query under test would have run too.
  const all = vi.fn();
  const everything = liveQuery(() => phone.db.subjects.toArray()).subscribe(all);
  onTestFinished(() => everything.unsubscribe());
  await applyPullPage(phone.db, pullPage({ subjects: await subjects(other, 2), cursor: 'c2' }));
  await vi.waitFor(() => expect(all.mock.lastCall?.[0]).toHaveLength(2));
  const own = await subjects(phone, 3);
  await applyPullPage(phone.db, pullPage({ subjects: own, cursor: 'c3' }));
  await vi.waitFor(() => expect(read).toHaveBeenLastCalledWith([own[0]!.subject.id]));
  expect(read).toHaveBeenCalledTimes(2);
});
