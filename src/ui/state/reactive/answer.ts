import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';

/**
 * The result of a promise as a signal; undefined until it resolves. `ask` runs again when a signal that it reads before
 * its first await changes, and on `again`. The previous result stays until the next one arrives. A rejection is not
 * handled: `ask` must not reject.
 */
export const createAnswer = <T>(
  ask: () => Promise<T>,
): readonly [Accessor<T | undefined>, again: () => void] => {
  const [answer, setAnswer] = createSignal<{ value: T } | undefined>();
  const [round, setRound] = createSignal(0);
  createEffect(() => {
    round();
    let current = true;
    onCleanup(() => {
      current = false;
    });
    void ask().then((value) => current && setAnswer({ value }));
  });
  return [() => answer()?.value, () => setRound((it) => it + 1)];
};
