import type { Millis } from '#domain/base/units.ts';
import type { WakeSignal } from './wake-signal.ts';

type Deps = {
  readonly signal: AbortSignal;
  readonly wakeSignal: Pick<WakeSignal, 'wait'>;
  readonly sleep: (millis: Millis, signal: AbortSignal) => Promise<void>;
  readonly now: () => Millis;
};

/** Waits until the wake signal is set, the time has come (null: no time), or `signal` aborts. */
export const createPause =
  ({ signal, wakeSignal, sleep, now }: Deps) =>
  async (until: Millis | null): Promise<void> => {
    const over = new AbortController();
    const cancel = () => over.abort();
    signal.addEventListener('abort', cancel);
    const cancelled = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve()));
    const slept = until === null ? cancelled : sleep(Math.max(0, until - now()), over.signal);
    if (!signal.aborted) await Promise.race([wakeSignal.wait(), slept, cancelled]);
    over.abort();
    signal.removeEventListener('abort', cancel);
  };
