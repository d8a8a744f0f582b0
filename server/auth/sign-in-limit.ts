import type { Millis } from '#domain/base/units.ts';

/**
 * Limits the guessing of passwords. Only failures count, so an office behind one address may sign in any number of times.
 * The limit of a name applies to each address separately: a stranger cannot lock out a colleague at another address. At
 * most `AT_ONCE` sign-ins of one address run at the same time; the others wait.
 */
export const FAILURES_A_NAME = 10;
export const FAILURES_AN_ADDRESS = 100;
export const WINDOW_MILLIS: Millis = 10 * 60_000;
const AT_ONCE = 4;

export type SignInLimit = {
  inTurn<T>(address: string, work: () => Promise<T>): Promise<T>;
  allows(address: string, username: string, now: Millis): boolean;
  failed(address: string, username: string, now: Millis): void;
};

type Count = { failures: number; readonly until: Millis };
type Queue = { running: number; readonly waiting: (() => void)[] };

export const openSignInLimit = (): SignInLimit => {
  const countsByKey = new Map<string, Count>();
  const queuesByAddress = new Map<string, Queue>();

  const current = (key: string, now: Millis): number => {
    const count = countsByKey.get(key);
    return count && count.until > now ? count.failures : 0;
  };
  const add = (key: string, now: Millis) => {
    if (current(key, now) > 0) countsByKey.get(key)!.failures += 1;
    else countsByKey.set(key, { failures: 1, until: now + WINDOW_MILLIS });
  };
  const nameKey = (address: string, username: string) => `${address} ${username.toLowerCase()}`;

  return {
    inTurn: async (address, work) => {
      const queue = queuesByAddress.get(address) ?? { running: 0, waiting: [] };
      queuesByAddress.set(address, queue);
      if (queue.running >= AT_ONCE) await new Promise<void>((resolve) => queue.waiting.push(resolve));
      else queue.running += 1;
      try {
        return await work();
      } finally {
        const next = queue.waiting.shift();
        if (next) next();
        else queue.running -= 1;
        if (queue.running === 0) queuesByAddress.delete(address);
      }
    },
    allows: (address, username, now) =>
      current(address, now) < FAILURES_AN_ADDRESS &&
      current(nameKey(address, username), now) < FAILURES_A_NAME,
    failed: (address, username, now) => {
      for (const [key, count] of countsByKey) if (count.until <= now) countsByKey.delete(key);
      add(address, now);
      add(nameKey(address, username), now);
    },
  };
};
