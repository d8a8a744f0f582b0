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

/** How much of a colleague's work waits on this phone for their own sign-in. */
export const countUnsentOf = (person: PersonId): Promise<number> =>
  withDb(person, async (db) => {
    const left = await remaining(db);
    return Math.max(left.events, left.photos > 0 ? 1 : 0);
  });

/** Did this person leave a report unfinished that no other window has open? */
export const hasOpenDraft = (person: PersonId): Promise<boolean> =>
  withDb(person, async (db) => {
    const held = await lockOpenDraft(db);
    held?.release();
    return held !== null;
  });
