import { expect, onTestFinished, test, vi } from 'vitest';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { offerEventsAgain, unsentEvents } from '#storage/outbox/outbox.ts';
import { hazardKinds } from '#storage/subjects/reference.ts';
import { shownCase } from '#storage/subjects/one-case.ts';
import { applyPullPage, readCursor, readRowsAgain } from '#storage/subjects/subjects.ts';
import { draftOf, foldOf, newPhone, pullPage, report, type Phone } from './samples.ts';

const subjectRow = async (phone: Phone, seq: number) => {
  const { row } = await report(phone);
  return { seq, subject: foldOf([row.event], phone.by), stored: {} };
};

const storedSeqs = async ({ db }: Phone) => (await db.subjects.toArray()).map((row) => row.seq).sort();

test('[L3a] pull page cannot be stored → the cursor stays', async () => {
  const phone = await newPhone();
  await applyPullPage(phone.db, pullPage({ reset: true, cursor: 'before' }));
  const subjects = [await subjectRow(phone, 1)];
  // Dexie prints every error thrown in a hook to the console.
  const trace = vi.spyOn(console, 'trace').mockImplementation(() => {});
  onTestFinished(() => trace.mockRestore());
  phone.db.reference.hook('creating', () => {
    throw new Error('cut');
  });
  const reference = [{ seq: 2, kind: 'place' as const, id: 'x', value: {} }];
  await expect(applyPullPage(phone.db, pullPage({ cursor: 'after', subjects, reference }))).rejects.toThrow();
  expect(await readCursor(phone.db)).toBe('before');
  expect(await phone.db.subjects.count()).toBe(0);
});

test('[L3b] pull page requested from an older cursor → not stored', async () => {
  const phone = await newPhone();
  const [a, b] = [await subjectRow(phone, 1), await subjectRow(phone, 2)];
  const requestedAt = { from: 0, to: 0, knownHeads: [], cursor: null };
  const empty = pullPage({ reset: true, cursor: 'c0' });
  expect(
    await applyPullPage(phone.db, pullPage({ reset: true, subjects: [a], cursor: 'c1' }), requestedAt),
  ).toBe(true);
  expect(await applyPullPage(phone.db, empty, requestedAt)).toBe(false);
  expect([await storedSeqs(phone), await readCursor(phone.db)]).toEqual([[1], 'c1']);
  const next = { ...requestedAt, cursor: 'c1' };
  expect(await applyPullPage(phone.db, pullPage({ subjects: [b], cursor: 'c2' }), next)).toBe(true);
  expect(await storedSeqs(phone)).toEqual([1, 2]);
});

test('[L4a] [L4b] snapshot ends → rows that it did not contain are deleted, the outbox is not', async () => {
  const phone = await newPhone();
  const [a, b, c] = [await subjectRow(phone, 1), await subjectRow(phone, 2), await subjectRow(phone, 3)];
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [a, b] }));
  await applyPullPage(phone.db, pullPage({ reset: true, more: true, subjects: [a], cursor: 'c2' }));
  expect(await storedSeqs(phone)).toEqual([1, 2]);
  await applyPullPage(phone.db, pullPage({ subjects: [c], cursor: 'c3' }));
  expect(await storedSeqs(phone)).toEqual([1, 3]);
  expect(await phone.db.outbox.count()).toBe(3);
});

test('[L4a] pages after a snapshot → delete no rows', async () => {
  const phone = await newPhone();
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [await subjectRow(phone, 1)] }));
  await applyPullPage(phone.db, pullPage({ cursor: 'c2', subjects: [await subjectRow(phone, 2)] }));
  await applyPullPage(phone.db, pullPage({ cursor: 'c3' }));
  expect(await storedSeqs(phone)).toEqual([1, 2]);
});

test('[L5] `gone` subjects and reference data without a value → deleted', async () => {
  const phone = await newPhone();
  const row = await subjectRow(phone, 1);
  const kind = shippedHazardKinds[0]!;
  const hazard = { seq: 2, kind: 'hazardKind' as const, id: kind.code, value: kind };
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [row], reference: [hazard] }));
  expect(await hazardKinds(phone.db)).toEqual([kind]);
  const gone = [{ kind: row.subject.kind, id: row.subject.id }];
  await applyPullPage(phone.db, pullPage({ gone, reference: [{ ...hazard, value: null }] }));
  expect(await phone.db.subjects.count()).toBe(0);
  expect(await hazardKinds(phone.db)).toBe(shippedHazardKinds);
});

test('[D8e] hazard kind withdrawn after a report → the report is shown, the kind is not offered', async () => {
  const phone = await newPhone();
  const [first, second] = shippedHazardKinds.map((value, seq) => ({
    seq,
    kind: 'hazardKind' as const,
    id: value.code,
    value,
  }));
  await applyPullPage(phone.db, pullPage({ reset: true, reference: [first!, second!] }));
  const { caseId } = await report(phone, 0, draftOf({ hazard: first!.value.code }));
  await applyPullPage(phone.db, pullPage({ reference: [{ ...first!, value: null }] }));
  expect(await hazardKinds(phone.db)).toEqual([second!.value]);
  expect((await shownCase(phone.db, phone.by, caseId))?.case.state).toBe('reported');
  // A new snapshot also contains the withdrawn kind.
  await applyPullPage(phone.db, pullPage({ reset: true, reference: [{ ...first!, value: null }, second!] }));
  expect((await shownCase(phone.db, phone.by, caseId))?.case.state).toBe('reported');
});

test('[P12] unrequested snapshot → offers everything again; the first snapshot does not', async () => {
  const phone = await newPhone();
  const { row, photos } = await report(phone, 1);
  const settle = async () => {
    await phone.db.outbox.update(row.eventId, { unsent: 0, verdict: 'applied' });
    await phone.db.photos.update(photos[0]?.sha256 ?? '', { state: 'confirmed', receipt: 'r' });
  };
  await settle();
  await applyPullPage(phone.db, pullPage({ reset: true }));
  expect(await unsentEvents(phone.db)).toEqual([]);
  await applyPullPage(phone.db, pullPage({ reset: true, cursor: 'c2' }));
  expect((await unsentEvents(phone.db)).map((it) => it.eventId)).toEqual([row.eventId]);
  expect(await phone.db.photos.toArray()).toMatchObject([{ state: 'stored' }]);
  await offerEventsAgain(phone.db, []);
});

test('reference row that this version cannot read → kept for a later version', async () => {
  const phone = await newPhone();
  const [kind] = shippedHazardKinds;
  const unreadable = { seq: 1, kind: 'hazardKind' as const, id: 'EB01', value: { code: 7 } };
  const readable = { seq: 1, kind: 'hazardKind' as const, id: 'EB02', value: { ...kind, code: 'EB02' } };
  await applyPullPage(phone.db, pullPage({ reset: true, reference: [unreadable, readable] }));
  expect((await hazardKinds(phone.db)).map(({ code }) => code)).toEqual(['EB02']);
  await phone.db.reference.update(['hazardKind', 'EB01'], { value: kind });
  expect(await hazardKinds(phone.db)).toHaveLength(1);
  await readRowsAgain(phone.db);
  expect(await hazardKinds(phone.db)).toHaveLength(2);
});
