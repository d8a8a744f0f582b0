import { liveQuery } from 'dexie';
import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';

/**
 * A database query as a signal: it runs again when a table or index range it read has changed, in this tab, in
 * another one or in the service worker, and when a signal `query` reads synchronously has changed. `undefined`
 * until the first answer. A query that throws is a bug and reaches the nearest error boundary.
 */
export const createLiveQuery = <T>(query: () => () => Promise<T>): Accessor<T | undefined> => {
  const [answer, setAnswer] = createSignal<{ value: T } | undefined>();
  const [fault, setFault] = createSignal<unknown>();
  createEffect(() => {
    const running = liveQuery(query()).subscribe({
      next: (value) => setAnswer({ value }),
      error: (error) => setFault({ error }),
    });
    onCleanup(() => running.unsubscribe());
  });
  return () => {
    if (fault()) throw (fault() as { error: unknown }).error;
    return answer()?.value;
  };
};
