import type { PersonId } from '#domain/ledger/ids.ts';
import { lockOpenDraft } from '#ui/state/capture/locked-draft.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { remaining } from '#storage/outbox/remaining.ts';

const withDb = async <T>(person: PersonId, work: (db: MainDb) => Promise<T>): Promise<T> => {
  const db = new MainDb(person);
  try {
    return await work(db);
  } finally {
    db.close();
  }
};

/** The number of unsent events of another person on this phone; 1 if only photos are unsent. They are sent after that
 * person signs in. */
export const countUnsentOf = (person: PersonId): Promise<number> =>
  withDb(person, async (db) => {
    const { events, photos } = await remaining(db);
    return Math.max(events, photos > 0 ? 1 : 0);
  });

/** Whether this person has an unfinished report that is not open in another window. */
export const hasOpenDraft = (person: PersonId): Promise<boolean> =>
  withDb(person, async (db) => {
    const locked = await lockOpenDraft(db);
    locked?.release();
    return locked !== null;
  });
