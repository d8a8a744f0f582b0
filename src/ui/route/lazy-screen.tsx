import { createSignal, Show, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';

/**
 * A component in a chunk of its own. Until it is there nothing is shown; once it has been, it is there at once. A
 * chunk that cannot be had is thrown to the nearest error boundary.
 */
export const lazyScreen = <Props extends Record<string, unknown>>(load: () => Promise<Component<Props>>) => {
  let loaded: Component<Props> | undefined;
  const preload = async (): Promise<Component<Props>> => (loaded ??= await load());
  const Lazy = (props: Props) => {
    const [screen, setScreen] = createSignal(loaded);
    const [fault, setFault] = createSignal<{ error: unknown } | null>(null);
    if (!loaded)
      preload().then(
        (it) => setScreen(() => it),
        (error: unknown) => setFault({ error }),
      );
    const shown = (): Component<Props> | undefined => {
      const failed = fault();
      if (failed) throw failed.error;
      return screen();
    };
    return (
      <Show when={shown()} keyed>
        {(it) => <Dynamic component={it} {...props} />}
      </Show>
    );
  };
  return Object.assign(Lazy, { preload });
};
