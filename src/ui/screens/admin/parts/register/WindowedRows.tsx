import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, type JSX } from 'solid-js';

/** Rows above and below the window, so that a fast scroll shows no gap. */
const MARGIN = 12;

/**
 * A table that renders only the rows in its window. All rows have one height. `shown`: the index of the row that is brought into
 * the window when it changes; -1 for none. Heights are in rem.
 */
export const WindowedRows = <T,>(props: {
  readonly label: string;
  readonly items: readonly T[];
  readonly rowHeight: number;
  readonly headHeight: number;
  readonly shown: number;
  readonly class: string | undefined;
  readonly onWidth?: (rem: number) => void;
  /** The row of the column titles; it stays at the top. */
  readonly head: JSX.Element;
  readonly children: (item: T, index: () => number) => JSX.Element;
}) => {
  let element: HTMLDivElement | undefined;
  const [top, setTop] = createSignal(0);
  const [height, setHeight] = createSignal(0);
  const [rem, setRem] = createSignal(16);
  const row = () => props.rowHeight * rem();
  const first = createMemo(() => Math.max(0, Math.floor(top() / row()) - MARGIN));
  const end = createMemo(() => Math.ceil((top() + height()) / row()) + MARGIN);
  const inWindow = createMemo(() => props.items.slice(first(), end()));
  onMount(() => {
    const measure = (): void => {
      setRem(Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
      setHeight(element!.clientHeight);
      props.onWidth?.(element!.clientWidth / rem());
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element!);
    onCleanup(() => observer.disconnect());
    measure();
  });
  createEffect(
    on([() => props.shown, height, row], ([shown, high]) => {
      if (shown < 0 || !element || high === 0) return;
      const from = shown * row();
      const visible = high - props.headHeight * rem();
      if (from < element.scrollTop) element.scrollTop = from;
      else if (from + row() > element.scrollTop + visible) element.scrollTop = from + row() - visible;
    }),
  );
  return (
    <div
      ref={(it) => {
        element = it;
      }}
      role="table"
      aria-label={props.label}
      aria-rowcount={props.items.length + 1}
      class={props.class}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      {props.head}
      <div
        role="rowgroup"
        style={{
          height: `${props.items.length * props.rowHeight}rem`,
          'padding-top': `${first() * props.rowHeight}rem`,
        }}
      >
        <For each={inWindow()}>{(item, index) => props.children(item, () => first() + index())}</For>
      </div>
    </div>
  );
};
