import type { Sha256 } from '#domain/base/units.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import type { DraftRow, MainDb } from '#storage/databases/main-db.ts';

/**
 * The photos that the case of a draft has already: as the server has it, in own events, and in other drafts. Photos of
 * rejected events, and of the report that the draft replaces, are not in the case.
 */
export const knownPhotos = async (
  db: MainDb,
  { id, caseId, replaces }: Pick<DraftRow, 'id' | 'caseId' | 'replaces'>,
): Promise<ReadonlySet<Sha256>> => {
  const key = subjectKey({ kind: 'case', id: caseId });
  const [pulled, own, drafts] = await Promise.all([
    db.subjects.get(key),
    db.outbox.where('subjectKey').equals(key).toArray(),
    db.drafts.filter((draft) => draft.caseId === caseId && draft.id !== id).toArray(),
  ]);
  const events = own.filter(({ eventId, verdict }) => eventId !== replaces && verdict !== 'rejected');
  const photos = [
    ...(pulled?.subject.photos ?? []).filter(({ eventId }) => eventId !== replaces),
    ...events.flatMap(({ event }) => event.photos),
    ...drafts.flatMap((draft) => draft.photos),
  ];
  return new Set(photos.map(({ sha256 }) => sha256));
};
