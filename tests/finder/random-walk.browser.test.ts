import { expect, test } from 'vitest';
import type { Case } from '#domain/case/case.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { createCaseIndex } from '#finder/case-index.ts';
import { everything } from '#finder/finder.ts';
import { followDatabase } from '#finder/follow-database.ts';
import { offerEventsAgain } from '#storage/outbox/outbox.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { shownCase } from '#storage/subjects/one-case.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { newPhone, pullPage, report } from '#tests/storage/samples.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';
import { elsewhere, rowOf } from './pulled-cases.ts';

const states = ['reported', 'filed', 'dismissed', 'dispatched'] as const;
const kindRow = { kind: 'hazardKind' as const, id: 'EB01', value: shippedHazardKinds[0]! };

/** Random changes on a reviewer's device and on a server that forgets, changes and restores. */
const walk = async (seed: number) => {
  const random = seededRandom(seed);
  const upTo = (count: number): number => Math.floor(random() * count);
  const phone = await newPhone('reviewer');
  const { db, by } = phone;
  const cases = new Map<string, Case>();
  const ownCases: string[] = [];
  let [seq, page] = [0, 0];
  const cursor = () => `c${++page}`;
  const randomCase = (): Case | undefined => [...cases.values()][upTo(cases.size)];
  const pull = (changes: Parameters<typeof pullPage>[0]) =>
    applyPullPage(db, pullPage({ cursor: cursor(), ...changes }));

  const addCase = async () => {
    const subject = elsewhere({ reportedAt: upTo(5) });
    cases.set(subject.id, subject);
    await pull({ subjects: [rowOf(++seq, subject)] });
  };
  /** Changes a case, with this device's own events in its timeline or without them. */
  const changeCase = async () => {
    const subject = randomCase();
    if (!subject) return addCase();
    const own = await db.outbox.where('subjectKey').equals(subjectKey(subject)).toArray();
    const timeline = own.filter(() => random() < 0.5).map(({ eventId }) => ({ eventId }));
    const moved = { ...subject, state: states[upTo(4)]!, timeline: timeline as unknown as Case['timeline'] };
    cases.set(subject.id, moved);
    await pull({ subjects: [rowOf(++seq, moved, random() < 0.5 ? { ['a'.repeat(64)]: 'complete' } : {})] });
  };
  const removeCase = async () => {
    const subject = randomCase();
    if (!subject) return;
    cases.delete(subject.id);
    await pull({ gone: [{ kind: 'case', id: subject.id }] });
  };
  const decide = async () => {
    const subject = randomCase();
    if (!subject) return;
    const type = random() < 0.5 ? ('case.filed' as const) : ('case.dismissed' as const);
    await saveCaseEvent(phone.author(), { caseId: subject.id, type, text: '因' });
  };
  const judgeEvent = async () => {
    const unsent = await db.outbox.where('unsent').equals(1).toArray();
    const row = unsent[upTo(unsent.length)];
    const verdict = (['applied', 'contested', 'rejected'] as const)[upTo(3)]!;
    if (row) await db.outbox.update(row.eventId, { unsent: 0, verdict });
  };
  const restoreServer = async () => {
    for (const id of cases.keys()) if (random() < 0.3) cases.delete(id);
    seq = upTo(3);
    const subjects = Array.from(cases.values(), (subject) => rowOf(++seq, subject));
    const half = upTo(subjects.length + 1);
    await pull({ reset: true, more: true, subjects: subjects.slice(0, half) });
    await pull({ subjects: subjects.slice(half) });
  };
  const editReference = () =>
    pull({ reference: [{ ...kindRow, seq: ++seq, value: random() < 0.5 ? null : kindRow.value }] });
  const reports = async () => void ownCases.push((await report(phone)).caseId);
  const offerAgain = () => offerEventsAgain(db, 'all');

  const index = createCaseIndex();
  await followDatabase(db, by, index, { onProgress: () => {}, onChange: () => {}, onFault: () => {} });
  const found = () => index.find(everything, { from: 0, to: 1000 }).cases.map(({ id, state }) => [id, state]);
  const shown = async () => {
    const ids = [...new Set([...ownCases, ...(await db.subjects.toArray()).map((row) => row.subject.id)])];
    const decided = (await db.outbox.toArray()).map((row) => row.event.subject.id);
    const all = await Promise.all([...new Set([...ids, ...decided])].map((id) => shownCase(db, by, id)));
    return all
      .flatMap((it) => it?.case ?? [])
      .sort((a, b) => b.reportedAt - a.reportedAt || (a.id < b.id ? -1 : 1))
      .map(({ id, state }) => [id, state]);
  };
  const steps = [
    addCase,
    addCase,
    changeCase,
    changeCase,
    removeCase,
    decide,
    decide,
    judgeEvent,
    restoreServer,
    editReference,
    reports,
    offerAgain,
  ];
  for (let step = 0; step < 60; step++) {
    await steps[upTo(steps.length)]!();
    if (step % 6 === 5) await expect.poll(found, { timeout: 10_000, interval: 5 }).toEqual(await shown());
  }
  expect(cases.size + ownCases.length).toBeGreaterThan(0);
};

test.for([1, 2, 3, 29, 39])(
  '[F6a] random changes on device and server → the finder finds what is shown (seed %i)',
  walk,
);
