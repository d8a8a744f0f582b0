import { createSignal, Index, onCleanup, onMount, Show, type JSX } from 'solid-js';
import { whenNear } from './when-near.ts';

const STEP = 60;

/** Renders the first items of a long list, and more when the end comes near the screen. */
export const LongList = <T,>(props: {
  readonly items: readonly T[];
  readonly children: (item: () => T) => JSX.Element;
}) => {
  const [limit, setLimit] = createSignal(STEP);
  return (
    <>
      {/* Index, not For: a line that is read again keeps the focus. */}
      <Index each={props.items.slice(0, limit())}>{(item) => props.children(item)}</Index>
      {/* A new end element for each step, so that it is observed again. */}
      <Show when={limit() < props.items.length && limit()} keyed>
        <End onNear={() => setLimit((it) => it + STEP)} />
      </Show>
    </>
  );
};

const End = (props: { readonly onNear: () => void }) => {
  const watch = (element: HTMLElement): void => {
    onMount(() => onCleanup(whenNear(element, () => props.onNear())));
  };
  return <li ref={watch} role="presentation" style={{ height: '1px' }} />;
};
