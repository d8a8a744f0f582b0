import type { Authority } from '#domain/ledger/roles.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import type { MainDb, OutboxRow } from '#storage/databases/main-db.ts';
import { readReferenceView } from './reference-view.ts';
import { showCase, type ShownCase } from './shown-subjects.ts';

/** This phone's own events of one case, oldest first, with their verdicts. */
export const caseOutbox = (db: MainDb, caseId: string): Promise<OutboxRow[]> =>
  db.outbox
    .where('subjectKey')
    .equals(subjectKey({ kind: 'case', id: caseId }))
    .sortBy('order');

/** The case as the server has it, with this person's events on top; null when this phone does not have it. */
export const shownCase = async (db: MainDb, by: Authority, caseId: string): Promise<ShownCase | null> => {
  const [row, rows, reference] = await Promise.all([
    db.subjects.get(subjectKey({ kind: 'case', id: caseId })),
    caseOutbox(db, caseId),
    readReferenceView(db),
  ]);
  return showCase(row, rows, by, reference);
};
