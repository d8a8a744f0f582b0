import type { Bytes, Millis } from '#domain/base/units.ts';

const SAMPLE: Millis = 1_000;
/** Weight of the newest sample: the displayed speed stays readable and follows a change within seconds. */
const NEWEST = 0.3;

/** Bytes per second, over samples of one second. */
export const createSpeedometer = (now: () => Millis) => {
  let since: Millis | null = null;
  let bytes: Bytes = 0;
  let speed: number | null = null;
  return {
    add: (more: Bytes): void => {
      since ??= now();
      bytes += more;
      const elapsed = now() - since;
      if (elapsed >= 0 && elapsed < SAMPLE) return;
      // A clock that was set back gives no speed. The next sample begins at the new time.
      if (elapsed > 0) {
        const sample = (bytes / elapsed) * 1000;
        speed = speed === null ? sample : speed * (1 - NEWEST) + sample * NEWEST;
      }
      since = now();
      bytes = 0;
    },
    read: (): number | null => (speed === null ? null : Math.round(speed)),
    reset: (): void => {
      since = null;
      bytes = 0;
      speed = null;
    },
  };
};
