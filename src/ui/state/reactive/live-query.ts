import { liveQuery, type Subscription } from 'dexie';
import { createEffect, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
import type { SyncStatus } from '#sync/engine/status.ts';

const atOnce = (): Millis => 0;

/** While photos are sent, their rows change many times a second: one query a second is enough for the screen. */
export const paceOf = (status: Accessor<Pick<SyncStatus, 'phase'>>) => (): Millis =>
  status().phase === 'sending' ? 1_000 : 0;

/**
 * A database query as a signal. It runs again after a change to a table or index range that it read, in this tab, in
 * another tab or in the service worker, and after a change of a signal that `query` reads synchronously. `undefined`
 * until the first result. A query that throws is a bug: the error goes to the nearest error boundary.
 * `pace`: the minimum time between the starts of two runs. The last change is always read.
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
    // Reads once. Dexie's second run of the query only reports the change, so that the pace decides when to read.
    const follow = (): void => {
      // performance.now(): the clock of the device may be set back.
      const startedAt = performance.now();
      let found: { value: T } | undefined;
      const readOrReport = () =>
        found
          ? Promise.resolve(true)
          : read().then((value) => {
              found = { value };
              return false;
            });
      running = liveQuery(readOrReport).subscribe({
        next: (hasChanged) => {
          setAnswer(found);
          if (!hasChanged) return;
          running.unsubscribe();
          timer = setTimeout(follow, startedAt + untrack(pace) - performance.now());
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
