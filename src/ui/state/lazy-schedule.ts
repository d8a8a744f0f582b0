import type { Schedule, Trigger } from '#sync/schedule.ts';
import { afterFirstScreen } from './first-screen.ts';

/**
 * A schedule that begins once the first screen stands: the engine is not needed to see what is on this phone. A
 * wake that comes earlier is remembered.
 */
export const startLazily = (open: () => Promise<() => Schedule>): Schedule => {
  let schedule: Schedule | null = null;
  let stopped = false;
  let early: Trigger | null = null;
  const begun = new Promise<void>((resolve) => afterFirstScreen(resolve)).then(async () => {
    const start = await open();
    if (stopped) return;
    schedule = start();
    if (early) schedule.wake(early);
  });
  return {
    wake: (trigger) => {
      if (schedule) schedule.wake(trigger);
      else early = trigger;
    },
    stop: async () => {
      stopped = true;
      await begun;
      await schedule?.stop();
    },
  };
};
