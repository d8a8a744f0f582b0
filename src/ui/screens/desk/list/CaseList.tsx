import ArrowUp from 'lucide-solid/icons/arrow-up';
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js';
import type { Found, FoundCase, Slice } from '#ui/state/cases/finder.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { CaseLine } from './CaseLine.tsx';
import { ROW_REM, topShowing, windowOf } from './row-window.ts';
import styles from './case-list.module.css';

export type ListHandle = { readonly firstSeen: () => string | null };

/**
 * The cases of the filter, newest first; only rows near the viewport are rendered.
 *
 * Promises: visible rows keep their place. When cases are added or removed above them, the scroll position changes by
 * the same height in the same frame, and a button at the top shows the number of new cases. Only an untouched list at
 * its top shows new cases at once.
 */
export const CaseList = (props: {
  readonly found: Found;
  /** A new value is a new list: it starts at the top, or at the open case. */
  readonly filter: unknown;
  readonly openId: string | undefined;
  readonly hrefOf: (id: string) => string;
  readonly replaces: boolean;
  readonly onWindow: (slice: Slice) => void;
  /** The index of a case in the list now; -1 if it is not in the list. */
  readonly indexOf: (id: string) => Promise<number>;
  readonly ref: (handle: ListHandle) => void;
}) => {
  const [shown, setShown] = createSignal<Found>(props.found);
  const [top, setTop] = createSignal(0);
  const [height, setHeight] = createSignal(0);
  const [unseen, setUnseen] = createSignal(0);
  const row = ROW_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  let list: HTMLDivElement | undefined;

  const visibleRows = (): { readonly id: string; readonly index: number }[] => {
    const { from, cases } = shown();
    return cases
      .map(({ id }, at) => ({ id, index: from + at }))
      .filter(({ index }) => (index + 1) * row > top() && index * row < top() + height());
  };
  props.ref({ firstSeen: () => visibleRows()[0]?.id ?? null });

  const scrollTo = (next: number): void => {
    if (!list) return;
    list.scrollTop = next;
    setTop(list.scrollTop);
  };

  /** Rows that must not move, by priority: the open case if it is visible, then the visible rows from the top. */
  const anchors = () => {
    const rows = visibleRows();
    const open = rows.find(({ id }) => id === props.openId);
    return open ? [open, ...rows] : rows;
  };
  /** By how many rows the visible rows moved; null if the answer does not contain them and another slice was requested. */
  const shiftTo = async (next: Found): Promise<number | null> => {
    const isUntouched = top() === 0 && props.openId === undefined && !list?.matches(':hover');
    if (isUntouched) return 0;
    for (const { id, index } of anchors()) {
      const at = next.cases.findIndex((it) => it.id === id);
      if (at >= 0) return next.from + at - index;
      const newIndex = await props.indexOf(id);
      if (newIndex < 0) continue;
      props.onWindow(windowOf(top() + (newIndex - index) * row, height(), row));
      return null;
    }
    return 0;
  };

  let isNewList = true;
  let turn = 0;
  const accept = async (next: Found): Promise<void> => {
    const ownTurn = ++turn;
    const isFirst = isNewList;
    const shift = isFirst ? 0 : await shiftTo(next);
    if (ownTurn !== turn || shift === null) return;
    isNewList = false;
    setShown(next);
    if (shift !== 0) scrollTo(top() + shift * row);
    if (shift > 0) setUnseen((it) => it + shift);
    if (!isFirst) return;
    scrollTo(0);
    setUnseen(0);
    void reveal();
  };
  /** Scrolls to the open case when it is opened, not when it moves. */
  const reveal = async (): Promise<void> => {
    const id = props.openId;
    if (id === undefined || height() === 0) return;
    const index = await props.indexOf(id);
    if (index >= 0 && id === props.openId) scrollTo(topShowing(index, top(), height(), row));
  };

  createEffect(
    on(
      () => props.filter,
      () => (isNewList = true),
      { defer: true },
    ),
  );
  createEffect(
    on(
      () => props.found,
      (next) => void accept(next),
    ),
  );
  createEffect(
    on(
      () => props.openId,
      () => void reveal(),
      { defer: true },
    ),
  );
  createEffect(() => {
    if (top() < row) setUnseen(0);
  });
  const wanted = createMemo(() => windowOf(top(), height(), row), undefined, {
    equals: (a, b) => a.from === b.from && a.to === b.to,
  });
  createEffect(() => props.onWindow(wanted()));

  onMount(() => {
    setHeight(list!.clientHeight);
    void reveal();
    const observer = new ResizeObserver(() => {
      const isBack = height() === 0 && list!.clientHeight > 0;
      setHeight(list!.clientHeight);
      // A hidden list loses its scroll position.
      if (isBack) scrollTo(top());
    });
    observer.observe(list!);
    onCleanup(() => observer.disconnect());
  });

  return (
    <div class={styles.frame}>
      <div
        class={styles.scroll}
        ref={(it) => {
          list = it;
        }}
        onScroll={() => list!.clientHeight > 0 && setTop(list!.scrollTop)}
      >
        <ul
          class={styles.list}
          aria-label={deskMessages().list}
          style={{ height: `${shown().total * ROW_REM}rem` }}
        >
          <For each={shown().cases}>
            {(it, at) => (
              <Row
                it={it}
                index={shown().from + at()}
                of={shown().total}
                href={props.hrefOf(it.id)}
                replaces={props.replaces}
              />
            )}
          </For>
        </ul>
      </div>
      <Show when={unseen() > 0}>
        <button type="button" class={styles.unseen} onClick={() => scrollTo(0)}>
          <ArrowUp size={16} aria-hidden="true" />
          {deskMessages().unseen(unseen())}
        </button>
      </Show>
    </div>
  );
};

const Row = (props: {
  readonly it: FoundCase;
  readonly index: number;
  readonly of: number;
  readonly href: string;
  readonly replaces: boolean;
}) => (
  <li
    class={styles.row}
    style={{ top: `${props.index * ROW_REM}rem`, height: `${ROW_REM}rem` }}
    aria-posinset={props.index + 1}
    aria-setsize={props.of}
  >
    <CaseLine it={props.it} href={props.href} replaces={props.replaces} />
  </li>
);
