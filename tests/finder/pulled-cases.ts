import type { Case } from '#domain/case/case.ts';
import type { SubjectRow } from '#domain/protocol/pull.ts';
import { aCase, aCasePhoto } from '#tests/support/data/a-case.ts';

/** A case that another phone reported, as the server folds it. */
export const elsewhere = (changes: Partial<Case> = {}): Case =>
  aCase({
    id: crypto.randomUUID(),
    grid: '110105001001001',
    reportedAt: 1_700_000_000_000,
    photos: [aCasePhoto()],
    ...changes,
  });

export const rowOf = (seq: number, subject: Case, stored: SubjectRow['stored'] = {}): SubjectRow => ({
  seq,
  subject,
  stored,
});
