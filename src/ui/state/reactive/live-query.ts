import { liveQuery, type Subscription } from 'dexie';
import { createEffect, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
import type { SyncStatus } from '#sync/engine/status.ts';

const atOnce = (): Millis => 0;

/** While photos are sent their rows change many times a second: nobody reads that fast. */
export const paceOf = (status: Accessor<Pick<SyncStatus, 'phase'>>) => (): Millis =>
  status().phase === 'sending' ? 1_000 : 0;

/**
 * A database query as a signal: it runs again when a table or index range it read has changed, in this tab, in
 * another one or in the service worker, and when a signal `query` reads synchronously has changed. `undefined`
 * until the first answer. A query that throws is a bug and reaches the nearest error boundary.
 * `pace` tells how long after one reading the next may begin; the last change is always read.
 */
export const createLiveQuery = <T>(
  query: () => () => Promise<T>,
  pace: () => Millis = atOnce,
): Accessor<T | undefined> => {
  const [answer, setAnswer] = createSignal<{ value: T } | undefined>();
  const [fault, setFault] = createSignal<unknown>();
  createEffect(() => {
    const read = query();
    let running: Subscription;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Reads once; when Dexie would have it run again, it only says that something has changed.
    const follow = (): void => {
      // The device's clock may be set back meanwhile.
      const since = performance.now();
      let found: { value: T } | undefined;
      const look = () =>
        found
          ? Promise.resolve(true)
          : read().then((value) => {
              found = { value };
              return false;
            });
      running = liveQuery(look).subscribe({
        next: (hasChanged) => {
          setAnswer(found);
          if (!hasChanged) return;
          running.unsubscribe();
          timer = setTimeout(follow, since + untrack(pace) - performance.now());
        },
        error: (error) => setFault({ error }),
      });
    };
    follow();
    onCleanup(() => {
      clearTimeout(timer);
      running.unsubscribe();
    });
  });
  return () => {
    if (fault()) throw (fault() as { error: unknown }).error;
    return answer()?.value;
  };
};
