import type { Millis } from '#domain/base/units.ts';

/**
 * Slows guessing down. Only failures count, so an office behind one address may sign in as often as it likes; a
 * name is limited for each address apart, so that nobody can lock a colleague out from elsewhere. Sign-ins of one
 * address take turns: a thousand guesses sent at once are not judged at once.
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
type Line = { running: number; readonly waiting: (() => void)[] };

export const openSignInLimit = (): SignInLimit => {
  const countsByKey = new Map<string, Count>();
  const linesByAddress = new Map<string, Line>();

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
      const line = linesByAddress.get(address) ?? { running: 0, waiting: [] };
      linesByAddress.set(address, line);
      if (line.running >= AT_ONCE) await new Promise<void>((resolve) => line.waiting.push(resolve));
      else line.running += 1;
      try {
        return await work();
      } finally {
        const next = line.waiting.shift();
        if (next) next();
        else line.running -= 1;
        if (line.running === 0) linesByAddress.delete(address);
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
