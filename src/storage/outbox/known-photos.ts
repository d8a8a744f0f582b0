import type { Sha256 } from '#domain/base/units.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { storedDrafts } from './read-draft.ts';
import type { DraftRow, MainDb } from '#storage/databases/main-db.ts';

/**
 * The photos that the subject of a draft has already: as the server has it, in own events, and in other drafts. Photos of
 * rejected events, and of the report that the draft replaces, are not in it.
 */
export const knownPhotos = async (
  db: MainDb,
  { id, subject, replaces }: Pick<DraftRow, 'id' | 'subject' | 'replaces'>,
): Promise<ReadonlySet<Sha256>> => {
  const key = subjectKey(subject);
  const [pulled, own, drafts] = await Promise.all([
    db.subjects.get(key),
    db.outbox.where('subjectKey').equals(key).toArray(),
    storedDrafts(db),
  ]);
  const events = own.filter(({ eventId, verdict }) => eventId !== replaces && verdict !== 'rejected');
  const others = drafts.filter((draft) => subjectKey(draft.subject) === key && draft.id !== id);
  const photos = [
    ...(pulled?.subject.photos ?? []).filter(({ eventId }) => eventId !== replaces),
    ...events.flatMap(({ event }) => event.photos),
    ...others.flatMap((draft) => draft.photos),
  ];
  return new Set(photos.map(({ sha256 }) => sha256));
};
