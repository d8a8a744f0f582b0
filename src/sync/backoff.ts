/**
 * When what failed may be tried again: full jitter from 2 seconds to 5 minutes, for each key on its own, so that one
 * bad event parks nothing else. Never gives up. `reset` (online, visible, a tap, a new save) opens everything.
 */
import type { Millis } from '#domain/base/units.ts';

const FIRST: Millis = 2_000;
const LONGEST: Millis = 5 * 60_000;

type Parked = { readonly failures: number; readonly until: Millis };

export type Backoff = {
  /** Counts a failure of the key; one that comes while it is parked already belongs to the same failure. */
  readonly park: (key: string) => void;
  readonly clear: (key: string) => void;
  readonly isOpen: (key: string) => boolean;
  /** How often it failed since it last worked: who fails most goes last, so that it cannot starve the others. */
  readonly failures: (key: string) => number;
  /** When the next of the parked keys opens; null when none is parked. */
  readonly nextOpening: () => Millis | null;
  readonly reset: () => void;
  /** The server said for how long: until then nothing is open, and no reset changes that. */
  readonly hold: (millis: Millis) => void;
};

export const createBackoff = (now: () => Millis, random: () => number): Backoff => {
  const parkedByKey = new Map<string, Parked>();
  let heldUntil: Millis = 0;
  // A clock set back meanwhile must not make it longer.
  const held = (): Millis => (heldUntil - now() > LONGEST * 2 ? 0 : heldUntil);
  const isOpen = (key: string) => Math.max(held(), parkedByKey.get(key)?.until ?? 0) <= now();
  return {
    isOpen,
    park: (key) => {
      if (!isOpen(key)) return;
      const failures = parkedByKey.get(key)?.failures ?? 0;
      const longest = Math.min(LONGEST, FIRST * 2 ** failures);
      // At least a moment, so that a failing step can never spin.
      parkedByKey.set(key, { failures: failures + 1, until: now() + Math.max(100, random() * longest) });
    },
    clear: (key) => {
      parkedByKey.delete(key);
    },
    failures: (key) => parkedByKey.get(key)?.failures ?? 0,
    nextOpening: () => {
      const openings = [...parkedByKey.values()].map(({ until }) => until).filter((until) => until > now());
      if (held() > now()) return held();
      return openings.length === 0 ? null : Math.min(...openings);
    },
    reset: () => parkedByKey.clear(),
    hold: (millis) => {
      heldUntil = Math.max(held(), now() + Math.min(millis, LONGEST) * (1 + random() / 4));
    },
  };
};
