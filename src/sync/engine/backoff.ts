/**
 * When what failed may be tried again: full jitter from 2 seconds to 5 minutes, for each key on its own, so that one
 * bad event parks nothing else. Never gives up. `reset` (online, visible, a tap, a new save) opens everything.
 */
import type { Millis } from '#domain/base/units.ts';

/** What worked a moment ago is tried again at once, not all of a region in the same moment. */
const AT_ONCE: readonly [Millis, Millis] = [50, 250];
const FIRST: Millis = 2_000;
const LONGEST: Millis = 5 * 60_000;

type Delayed = { readonly failures: number; readonly until: Millis };

export type Backoff = {
  /** Counts a failure of the key; one that comes while it is parked already belongs to the same failure. */
  readonly backOff: (key: string) => void;
  /** The same, but the first retry since it worked comes at once: for a link that is cut now and then, yet moves. */
  readonly retrySoon: (key: string) => void;
  readonly clear: (key: string) => void;
  readonly isOpen: (key: string) => boolean;
  /** How often it failed since it last worked: who fails most goes last, so that it cannot starve the others. */
  readonly failures: (key: string) => number;
  /** When the next of the parked keys opens; null when none is parked. */
  readonly nextOpening: () => Millis | null;
  readonly reset: () => void;
  /** The server said for how long: until then nothing is open, and no reset changes that. Gives when it ends. */
  readonly retryAfter: (millis: Millis) => Millis;
  /** The same, as somebody else was told. */
  readonly pauseUntil: (until: Millis) => void;
};

export const createBackoff = (
  now: () => Millis,
  random: () => number,
  longest: Millis = LONGEST,
): Backoff => {
  const delayedByKey = new Map<string, Delayed>();
  /** Nothing waits twice the longest: further off than that means that the clock was set back. */
  const isPast = (until: Millis) => until <= now() || until > now() + 2 * LONGEST;
  let pausedUntil: Millis = 0;
  const isOpen = (key: string) => isPast(pausedUntil) && isPast(delayedByKey.get(key)?.until ?? 0);
  const delayBy = (waitOf: (failures: number) => Millis) => (key: string) => {
    if (!isOpen(key)) return;
    const failures = delayedByKey.get(key)?.failures ?? 0;
    delayedByKey.set(key, { failures: failures + 1, until: now() + waitOf(failures) });
  };
  // At least a moment, so that a failing step can never spin.
  const growing = (failures: number): Millis =>
    Math.max(100, random() * Math.min(longest, FIRST * 2 ** failures));
  const atOnce = (): Millis => AT_ONCE[0] + random() * (AT_ONCE[1] - AT_ONCE[0]);
  const pauseUntil = (until: Millis): void => {
    if (!isPast(until)) pausedUntil = Math.max(isPast(pausedUntil) ? 0 : pausedUntil, until);
  };
  return {
    isOpen,
    backOff: delayBy(growing),
    retrySoon: delayBy((failures) => (failures === 0 ? atOnce() : growing(failures - 1))),
    clear: (key) => {
      delayedByKey.delete(key);
    },
    failures: (key) => delayedByKey.get(key)?.failures ?? 0,
    nextOpening: () => {
      if (!isPast(pausedUntil)) return pausedUntil;
      const openings = [...delayedByKey.values()].map(({ until }) => until).filter((until) => !isPast(until));
      return openings.length === 0 ? null : Math.min(...openings);
    },
    reset: () => delayedByKey.clear(),
    retryAfter: (millis) => {
      pauseUntil(now() + Math.min(millis, LONGEST) * (1 + random() / 4));
      return pausedUntil;
    },
    pauseUntil,
  };
};
