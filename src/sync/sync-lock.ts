import type { PersonId } from '#domain/ledger/ids.ts';

/** Names the lock and the channel of one person's sync on this phone. */
export const syncName = (person: PersonId): string => `grid-patrol-sync-${person}`;

/** Runs the work if nobody else syncs for this person; false, at once, when someone does. */
export const withSyncLock = async (person: PersonId, work: () => Promise<void>): Promise<boolean> =>
  navigator.locks.request(syncName(person), { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work();
    return lock !== null;
  });
