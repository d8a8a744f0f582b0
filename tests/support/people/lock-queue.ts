import type { PersonId } from '#domain/ledger/ids.ts';
import { syncName } from '#sync/coordination/sync-lock.ts';

/** How many stand in line for the lock of a person's sync. */
export const inLine = async (person: PersonId): Promise<number> => {
  const { pending = [] } = await navigator.locks.query();
  return pending.filter(({ name }) => name === syncName(person)).length;
};
