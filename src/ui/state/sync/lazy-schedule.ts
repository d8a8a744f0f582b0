import type { Millis } from '#domain/base/units.ts';
import type { Schedule, Trigger } from '#sync/coordination/schedule.ts';
import { afterFirstScreen } from '#ui/state/app/first-screen.ts';

const AGAIN: Millis = 60_000;

/**
 * A schedule that begins once the first screen stands: the engine is not needed to see what is on this phone. A
 * wake that comes earlier is remembered. What could not be fetched is fetched again at the next wake, or in a minute.
 */
export const startLazily = (open: () => Promise<() => Schedule>): Schedule => {
  let schedule: Schedule | null = null;
  let stopped = false;
  let hasFailed = false;
  let early: Trigger | null = null;
  const begin = async (): Promise<void> => {
    const start = await open().catch(() => null);
    if (stopped) return;
    if (start) {
      schedule = start();
      if (early) schedule.wake(early);
    } else {
      hasFailed = true;
      setTimeout(again, AGAIN);
    }
  };
  const again = (): void => {
    if (!hasFailed || stopped) return;
    hasFailed = false;
    begun = begin();
  };
  let begun = new Promise<void>((resolve) => afterFirstScreen(resolve)).then(begin);
  return {
    wake: (trigger) => {
      if (schedule) return schedule.wake(trigger);
      early = trigger;
      again();
    },
    stop: async () => {
      stopped = true;
      await begun;
      await schedule?.stop();
    },
  };
};
