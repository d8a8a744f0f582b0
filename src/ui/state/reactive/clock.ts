import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';

/** The time as a signal, for texts such as “3 minutes ago”. Coarse, so that the texts do not flicker. */
export const createClock = (now: () => Millis = Date.now, every: Millis = 10_000): Accessor<Millis> => {
  const [time, setTime] = createSignal(now());
  const timer = setInterval(() => setTime(now()), every);
  onCleanup(() => clearInterval(timer));
  return time;
};
