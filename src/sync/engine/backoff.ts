/**
 * Decides when a failed item may be tried again: full jitter from 2 seconds to 5 minutes. Each key waits by itself, so
 * one bad event delays no other. Never gives up. `reset` (online, visible, tap, new save) opens every key.
 */
import type { Millis } from '#domain/base/units.ts';

/**
 * An item that worked before is retried at once, at a random moment, so that the phones of a region do not retry
 * together.
 */
const AT_ONCE: readonly [Millis, Millis] = [50, 250];
const FIRST: Millis = 2_000;
const LONGEST: Millis = 5 * 60_000;

type Delayed = { readonly failures: number; readonly until: Millis };

export type Backoff = {
  /** Counts a failure of the key. A failure while the key waits belongs to the same failure and is not counted. */
  readonly backOff: (key: string) => void;
  /**
   * Like `backOff`, but the first retry since the key last worked comes at once: for a link that is cut often but does
   * transfer data.
   */
  readonly retrySoon: (key: string) => void;
  readonly clear: (key: string) => void;
  readonly isOpen: (key: string) => boolean;
  /**
   * Failures since the key last worked. Keys with the most failures are tried last, so that they do not starve the
   * others.
   */
  readonly failures: (key: string) => number;
  /** When the next waiting key opens; null when no key waits. */
  readonly nextOpening: () => Millis | null;
  readonly reset: () => void;
  /**
   * The server sent Retry-After: until then no key is open, and `reset` does not change that. Returns when the wait
   * ends.
   */
  readonly retryAfter: (millis: Millis) => Millis;
  /** The same, with an end that another page or the service worker received. */
  readonly pauseUntil: (until: Millis) => void;
};

export const createBackoff = (
  now: () => Millis,
  random: () => number,
  longest: Millis = LONGEST,
): Backoff => {
  const delayedByKey = new Map<string, Delayed>();
  /** No wait is longer than twice LONGEST. A later time means that the clock was set back. */
  const isPast = (until: Millis) => until <= now() || until > now() + 2 * LONGEST;
  let pausedUntil: Millis = 0;
  const isOpen = (key: string) => isPast(pausedUntil) && isPast(delayedByKey.get(key)?.until ?? 0);
  const delayBy = (waitOf: (failures: number) => Millis) => (key: string) => {
    if (!isOpen(key)) return;
    const failures = delayedByKey.get(key)?.failures ?? 0;
    delayedByKey.set(key, { failures: failures + 1, until: now() + waitOf(failures) });
  };
  // A minimum delay, so that a failing step cannot loop without a pause.
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
