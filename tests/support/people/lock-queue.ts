import type { PersonId } from '#domain/ledger/ids.ts';
import { syncName } from '#sync/coordination/sync-lock.ts';

/** The number of waiters for the sync lock of a person. */
export const inLine = async (person: PersonId): Promise<number> => {
  const { pending = [] } = await navigator.locks.query();
  return pending.filter(({ name }) => name === syncName(person)).length;
};
