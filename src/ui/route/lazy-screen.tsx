import { createSignal, Show, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';

/**
 * A component in its own chunk. It renders nothing until the chunk is loaded, and at once after that. If the chunk
 * cannot be loaded, the error goes to the nearest error boundary.
 */
export const lazyScreen = <Props extends Record<string, unknown>>(load: () => Promise<Component<Props>>) => {
  let loaded: Component<Props> | undefined;
  const preload = async (): Promise<Component<Props>> => (loaded ??= await load());
  const Lazy = (props: Props) => {
    const [screen, setScreen] = createSignal(loaded);
    const [fault, setFault] = createSignal<{ error: unknown } | null>(null);
    if (!loaded)
      preload().then(
        (component) => setScreen(() => component),
        (error: unknown) => setFault({ error }),
      );
    const shown = (): Component<Props> | undefined => {
      const failed = fault();
      if (failed) throw failed.error;
      return screen();
    };
    return (
      <Show when={shown()} keyed>
        {(component) => <Dynamic component={component} {...props} />}
      </Show>
    );
  };
  return Object.assign(Lazy, { preload });
};
