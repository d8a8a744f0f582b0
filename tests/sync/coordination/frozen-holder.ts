import { expect, onTestFinished } from 'vitest';
import type { PersonId } from '#domain/ledger/ids.ts';
import { syncName } from '#sync/coordination/sync-lock.ts';
import { inLine } from '#tests/support/people/lock-queue.ts';
import { gate } from '#tests/sync/rig.ts';

/** Holds the lock like a tab that the system froze: it sends and answers nothing until the lock is stolen. */
export const frozenHolder = async (person: PersonId): Promise<void> => {
  const end = gate();
  onTestFinished(end.open);
  await new Promise<void>((resolve) => {
    const request = navigator.locks.request(syncName(person), () => {
      resolve();
      return end.opened;
    });
    request.catch(() => {});
  });
};

/** Resolves when this many requests wait for the lock. */
export const waitingFor = async (person: PersonId, count: number): Promise<void> => {
  await expect.poll(() => inLine(person)).toBe(count);
};
