import type { Millis } from '#domain/base/units.ts';
import type { Schedule, Trigger } from '#sync/coordination/schedule.ts';
import { afterFirstScreen } from '#ui/state/app/first-screen.ts';

const RETRY_AFTER: Millis = 60_000;

/**
 * A schedule that starts after the first screen is ready: the engine is not needed to show the data on this phone. An
 * earlier wake is remembered. If the code cannot be loaded, the next wake tries again, or a timer after a minute.
 */
export const startLazily = (open: () => Promise<() => Schedule>): Schedule => {
  let schedule: Schedule | null = null;
  let stopped = false;
  let hasFailed = false;
  let earlyWake: Trigger | null = null;
  const begin = async (): Promise<void> => {
    const start = await open().catch(() => null);
    if (stopped) return;
    if (start) {
      schedule = start();
      if (earlyWake) schedule.wake(earlyWake);
    } else {
      hasFailed = true;
      setTimeout(retry, RETRY_AFTER);
    }
  };
  const retry = (): void => {
    if (!hasFailed || stopped) return;
    hasFailed = false;
    begun = begin();
  };
  let begun = new Promise<void>((resolve) => afterFirstScreen(resolve)).then(begin);
  return {
    wake: (trigger) => {
      if (schedule) return schedule.wake(trigger);
      earlyWake = trigger;
      retry();
    },
    stop: async () => {
      stopped = true;
      await begun;
      await schedule?.stop();
    },
  };
};
