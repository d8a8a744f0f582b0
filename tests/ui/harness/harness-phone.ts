/** Events of the test's person, and answers of a server that does not exist. */
import { authorityOf } from '#storage/person/authority.ts';
import type { OutboxRow } from '#storage/databases/main-db.ts';
import { recordVerdicts } from '#storage/outbox/outbox.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { randomBytes, takePhoto, type Phone } from '#tests/storage/samples.ts';
import type { Room } from './person-harness.tsx';

export const phoneOf = ({ db, row }: Room): Phone => ({
  db,
  signedIn: row,
  by: authorityOf(row),
  author: (now = Date.now()) => ({ db, signedIn: row, now, random: randomBytes }),
});

export const settle = async (
  { db }: Pick<Phone, 'db'>,
  row: OutboxRow,
  verdict: 'applied' | 'rejected',
  reason: string | null = null,
): Promise<void> => {
  const answer = { verdict, reason, seq: 1, receivedAt: Date.now(), receipt: 'r', duplicate: false };
  await recordVerdicts(db, [row], [{ hash: row.hash, ...answer }]);
};

/** Adds a note or a photo to a case, as this phone stores it. */
export const addTo = async (phone: Phone, caseId: string, text: string | null) => {
  const taken = text === null ? await takePhoto() : null;
  const saved = await saveCaseEvent(phone.author(), {
    caseId,
    type: taken ? 'case.photoAdded' : 'case.noted',
    text: text ?? '',
    ...(taken ? { photos: [taken.photo], pictures: taken.pictures } : {}),
  });
  if (!saved.ok) throw new Error(saved.error);
  const row = await phone.db.outbox.get(saved.value);
  if (!row) throw new Error('It is not in the outbox');
  return { row, photo: taken?.photo ?? null };
};
