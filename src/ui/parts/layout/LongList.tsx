import { createSignal, Index, onCleanup, onMount, Show, type JSX } from 'solid-js';
import { whenNear } from './when-near.ts';

const STEP = 60;

/** The first lines of a long list, and more as one comes near its end. */
export const LongList = <T,>(props: {
  readonly items: readonly T[];
  readonly children: (item: () => T) => JSX.Element;
}) => {
  const [limit, setLimit] = createSignal(STEP);
  return (
    <>
      {/* By place: a line read anew keeps the focus that is in it. */}
      <Index each={props.items.slice(0, limit())}>{(item) => props.children(item)}</Index>
      {/* A new end for each step, so that it is looked at anew. */}
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
