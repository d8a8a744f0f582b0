import { expect, onTestFinished } from 'vitest';
import type { PersonId } from '#domain/ledger/ids.ts';
import { syncName } from '#sync/coordination/sync-lock.ts';
import { inLine } from '#tests/support/people/lock-queue.ts';
import { gate } from './rig.ts';

/** Holds the lock as a tab that the system froze does: it sends nothing and answers nobody, until it is robbed. */
export const frozenHolder = async (person: PersonId): Promise<void> => {
  const end = gate();
  onTestFinished(end.open);
  await new Promise<void>((resolve) => {
    const held = navigator.locks.request(syncName(person), () => {
      resolve();
      return end.opened;
    });
    held.catch(() => {});
  });
};

/** Until so many stand in the line for the lock. */
export const waitingFor = async (person: PersonId, count: number): Promise<void> => {
  await expect.poll(() => inLine(person)).toBe(count);
};
