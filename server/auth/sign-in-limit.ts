import type { Millis } from '#domain/base/units.ts';
import type { Store } from '#server/store/store.ts';
import { isRemembered, remember, withinLimits, type Limit } from './tries.ts';

/**
 * Limits the guessing of passwords, across all processes. Only failures count, so an office behind one address may sign in
 * any number of times.
 */
export const FAILURES_A_NAME = 10;
export const FAILURES_AN_ADDRESS = 100;
export const WINDOW_MILLIS: Millis = 10 * 60_000;
/** Over all addresses. Nobody is locked out: an address at which the person signed in before does not wait. */
export const FAILURES_A_NAME_ANYWHERE = 30;
const WINDOW_ANYWHERE: Millis = 60 * 60_000;
const pause = { first: 2_000, longest: 60_000 };
const KNOWN_FOR: Millis = 30 * 24 * 3_600_000;

const knownName = (address: string, username: string): string => `known ${username} ${address}`;

const limitsOf = (address: string, username: string, isKnown: boolean): readonly Limit[] => [
  { name: `sign-in at ${address}`, allowed: FAILURES_AN_ADDRESS, window: WINDOW_MILLIS },
  { name: `sign-in ${username} at ${address}`, allowed: FAILURES_A_NAME, window: WINDOW_MILLIS },
  ...(isKnown
    ? []
    : [
        {
          name: `sign-in ${username}`,
          allowed: FAILURES_A_NAME_ANYWHERE,
          window: WINDOW_ANYWHERE,
          pause,
        },
      ]),
];

/** Null: refused. `work` returns null for a wrong name or password. */
export const limitSignIn = async <T>(
  store: Store,
  { address, username }: { readonly address: string; readonly username: string },
  now: Millis,
  work: () => Promise<T | null>,
): Promise<{ readonly found: T | null } | null> => {
  const known = knownName(address, username);
  const limits = limitsOf(address, username, await isRemembered(store, known, now));
  const result = await withinLimits(
    store,
    limits,
    now,
    async () => ({ found: await work() }),
    ({ found }) => found === null,
  );
  if (result?.found) await remember(store, known, now + KNOWN_FOR, now);
  return result;
};

const AT_ONCE = 4;
type Queue = { running: number; readonly waiting: (() => void)[] };

/** At most `AT_ONCE` sign-ins of one address run at the same time in a process; the others wait. */
export type SignInQueue = { inTurn<T>(address: string, work: () => Promise<T>): Promise<T> };

export const openSignInQueue = (): SignInQueue => {
  const queuesByAddress = new Map<string, Queue>();
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
  };
};
