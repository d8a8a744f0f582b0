import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';

/**
 * What a promise says, as a signal; undefined until then. Asked again when a signal `ask` reads before its first
 * await changes, and by `again`; the answer before stays until the next one comes.
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
