/** The finder in its own worker, over a database that another connection writes. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Case } from '#domain/case/case.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { everything, type CaseFilter, type Finder } from '#finder/finder.ts';
import { openFinder } from '#finder/open-finder.ts';
import { recordVerdicts } from '#storage/outbox/outbox.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { foldOf, newPhone, pullPage, report, type Phone } from '#tests/storage/samples.ts';
import { elsewhere, rowOf } from './pulled-cases.ts';

const SOON = { timeout: 10_000, interval: 20 };
const ALL = { from: 0, to: 100 };

const open = (phone: Phone): Finder => {
  const { finder, dispose } = openFinder(phone.by, (event) => {
    throw new Error('The worker failed', { cause: event });
  });
  onTestFinished(dispose);
  return finder;
};

const idsOf = async (finder: Finder, filter: Partial<CaseFilter> = {}): Promise<string[]> =>
  (await finder.find({ ...everything, ...filter }, ALL)).cases.map((it) => it.id);

test('pulled cases → found newest first; `gone` cases are no longer found', async () => {
  const phone = await newPhone('reviewer');
  const finder = open(phone);
  expect(await idsOf(finder)).toEqual([]);
  const [old, fresh] = [elsewhere({ reportedAt: 1 }), elsewhere({ reportedAt: 2 })];
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [rowOf(1, fresh), rowOf(2, old)] }));
  await expect.poll(() => idsOf(finder), SOON).toEqual([fresh.id, old.id]);
  const gone = [{ kind: 'case' as const, id: fresh.id }];
  await applyPullPage(phone.db, pullPage({ gone, cursor: 'c2' }));
  await expect.poll(() => idsOf(finder), SOON).toEqual([old.id]);
});

test('one case added and one `gone` in the same page → both changes are found', async () => {
  const phone = await newPhone('reviewer');
  const finder = open(phone);
  const [a, b] = [elsewhere({}), elsewhere({})];
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [rowOf(1, a)] }));
  await expect.poll(() => idsOf(finder), SOON).toEqual([a.id]);
  const gone = [{ kind: 'case' as const, id: a.id }];
  await applyPullPage(phone.db, pullPage({ gone, subjects: [rowOf(3, b)], cursor: 'c2' }));
  await expect.poll(() => idsOf(finder), SOON).toEqual([b.id]);
});

test('[L7a] photo arrives → the answer changes, and no case waits when all photos are there', async () => {
  const phone = await newPhone('reviewer');
  const finder = open(phone);
  const subject = elsewhere({});
  const hash = subject.photos[0]!.sha256;
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [rowOf(1, subject)] }));
  await expect.poll(async () => (await finder.find(everything, ALL)).waiting, SOON).toBe(1);
  const there = rowOf(2, subject, { [hash]: 'complete' });
  await applyPullPage(phone.db, pullPage({ subjects: [there], cursor: 'c2' }));
  await expect
    .poll(() => finder.find(everything, ALL), SOON)
    .toMatchObject({ waiting: 0, cases: [{ firstStored: 'complete', photosComplete: 1 }] });
});

test('[F6a] [F6b] own unsent decision → on top until the pull contains it', async () => {
  const phone = await newPhone('reviewer');
  const finder = open(phone);
  const subject = elsewhere({});
  const waits = () => idsOf(finder, { state: 'reported' });
  const isFiled = () => idsOf(finder, { state: 'filed' });
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [rowOf(1, subject)] }));
  await expect.poll(waits, SOON).toEqual([subject.id]);
  await saveCaseEvent(phone.author(), { caseId: subject.id, type: 'case.filed', text: '' });
  await expect.poll(isFiled, SOON).toEqual([subject.id]);
  const row = (await phone.db.outbox.toArray())[0]!;
  const settled = { hash: row.hash, seq: 2, receivedAt: 1, receipt: 'r', isDuplicate: false };
  const verdict = {
    ...settled,
    duplicate: false,
    verdict: 'applied' as const,
    reason: null,
    id: row.eventId,
  };
  await recordVerdicts(phone.db, [row], [verdict]);
  // A later case shows that the verdict has been read.
  const next = elsewhere({});
  await applyPullPage(phone.db, pullPage({ subjects: [rowOf(2, next)], cursor: 'c2' }));
  await expect.poll(waits, SOON).toEqual([next.id]);
  expect(await isFiled()).toEqual([subject.id]);
});

test('[F6b] decision rejected by the server → is no longer on top, another decision stays', async () => {
  const phone = await newPhone('reviewer');
  const finder = open(phone);
  const [subject, other] = [elsewhere({ reportedAt: 1 }), elsewhere({ reportedAt: 2 })];
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [rowOf(1, subject), rowOf(2, other)] }));
  for (const { id } of [subject, other])
    await saveCaseEvent(phone.author(), { caseId: id, type: 'case.filed', text: '' });
  await expect.poll(() => idsOf(finder, { state: 'filed' }), SOON).toEqual([other.id, subject.id]);
  const [first] = await phone.db.outbox.orderBy('order').toArray();
  await phone.db.outbox.update(first!.eventId, { unsent: 0, verdict: 'rejected', reason: 'outOfScope' });
  await expect.poll(() => idsOf(finder, { state: 'reported' }), SOON).toEqual([subject.id]);
  expect(await idsOf(finder, { state: 'filed' })).toEqual([other.id]);
});

test('[F6a] report of this phone, not sent yet → is found', async () => {
  const phone = await newPhone();
  const before = await report(phone);
  const finder = open(phone);
  expect(await idsOf(finder)).toEqual([before.caseId]);
  const after = await report(phone);
  await expect
    .poll(async () => (await idsOf(finder)).toSorted(), SOON)
    .toEqual([before.caseId, after.caseId].toSorted());
});

test('[L4a] restored server with lower seq → its rows are found, and missing rows disappear at the end', async () => {
  const phone = await newPhone('reviewer');
  const finder = open(phone);
  const [kept, lost] = [elsewhere({ reportedAt: 2 }), elsewhere({ reportedAt: 1 })];
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [rowOf(800, kept), rowOf(900, lost)] }));
  await expect.poll(() => idsOf(finder), SOON).toEqual([kept.id, lost.id]);
  const restored: Case = { ...kept, state: 'dismissed' };
  await applyPullPage(
    phone.db,
    pullPage({ reset: true, more: true, subjects: [rowOf(5, restored)], cursor: 'c2' }),
  );
  await expect.poll(() => idsOf(finder, { state: 'dismissed' }), SOON).toEqual([kept.id]);
  expect(await idsOf(finder)).toEqual([kept.id, lost.id]);
  const fresh = elsewhere({ reportedAt: 3 });
  await applyPullPage(phone.db, pullPage({ subjects: [rowOf(6, fresh)], cursor: 'c3' }));
  await expect.poll(() => idsOf(finder), SOON).toEqual([fresh.id, kept.id]);
});

test('names changed in reference data → are searched in their new form', async () => {
  const phone = await newPhone('reviewer');
  const finder = open(phone);
  const subject = elsewhere({ hazard: 'EB02', description: '' });
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: [rowOf(1, subject)] }));
  // The shipped catalogue, until the first pull.
  await expect.poll(() => idsOf(finder, { text: '飞线' }), SOON).toEqual([subject.id]);
  const kind = { ...shippedHazardKinds.find((it) => it.code === 'EB02')!, zh: '私拉电线', en: 'Loose wire' };
  const person = {
    id: subject.reporter,
    name: '赵敏',
    role: 'patroller',
    region: '110105',
    scope: ['110105'],
  };
  const reference = [
    { seq: 2, kind: 'hazardKind' as const, id: kind.code, value: kind },
    { seq: 3, kind: 'person' as const, id: person.id, value: person },
  ];
  await applyPullPage(phone.db, pullPage({ reference, cursor: 'c2' }));
  await expect.poll(() => idsOf(finder, { text: '赵敏 ＷＩＲＥ 电线' }), SOON).toEqual([subject.id]);
});

test('two people on one device → each finds only the own cases', async () => {
  const [one, other] = [await newPhone('reviewer'), await newPhone('reviewer')];
  const [a, b] = [elsewhere({}), elsewhere({})];
  await applyPullPage(one.db, pullPage({ reset: true, subjects: [rowOf(1, a)] }));
  await applyPullPage(other.db, pullPage({ reset: true, subjects: [rowOf(1, b)] }));
  const [first, second] = [open(one), open(other)];
  expect([await idsOf(first), await idsOf(second)]).toEqual([[a.id], [b.id]]);
  const more = elsewhere({ reportedAt: 9e12 });
  await applyPullPage(other.db, pullPage({ subjects: [rowOf(2, more)], cursor: 'c2' }));
  await expect.poll(() => idsOf(second), SOON).toEqual([more.id, b.id]);
  expect(await idsOf(first)).toEqual([a.id]);
});

test('query during the first read → waits and covers everything', async () => {
  const phone = await newPhone('reviewer');
  const many = Array.from({ length: 1200 }, (_, at) => rowOf(at + 1, elsewhere({ reportedAt: at })));
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: many }));
  const finder = open(phone);
  const progress: [number, number][] = [];
  const early = finder.find(everything, { from: 0, to: 1 });
  await finder.ready((done, total) => void progress.push([done, total]));
  expect((await early).total).toBe(1200);
  await vi.waitFor(() => expect(progress.at(-1)).toEqual([1200, 1200]), SOON);
  expect(progress.length).toBeGreaterThan(2);
  expect(progress.every(([done], at) => at === 0 || done >= progress[at - 1]![0])).toBe(true);
});

test('reviewer’s decision contained in the pull → is no longer on top', async () => {
  const [patroller, reviewer] = [await newPhone(), await newPhone('reviewer')];
  const { row, caseId } = await report(patroller);
  const confirmed = foldOf([row.event], patroller.by);
  await applyPullPage(reviewer.db, pullPage({ reset: true, subjects: [rowOf(1, confirmed)] }));
  await saveCaseEvent(reviewer.author(), { caseId, type: 'case.dismissed', text: '重复' });
  const finder = open(reviewer);
  expect(await idsOf(finder, { state: 'dismissed' })).toEqual([caseId]);
  const own = (await reviewer.db.outbox.toArray())[0]!;
  const contested: Case = {
    ...confirmed,
    state: 'filed',
    timeline: [
      ...confirmed.timeline,
      { ...confirmed.timeline[0]!, eventId: own.eventId, verdict: 'contested' },
    ],
  };
  await applyPullPage(reviewer.db, pullPage({ subjects: [rowOf(2, contested)], cursor: 'c2' }));
  await expect.poll(() => idsOf(finder, { state: 'filed' }), SOON).toEqual([caseId]);
});
