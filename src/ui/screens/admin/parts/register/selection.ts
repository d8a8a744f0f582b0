import { createMemo, createSignal, type Accessor } from 'solid-js';

type Identified = { readonly id: string };

/** The selected rows of a table. What the search hides stays selected. */
export const createSelection = <Row extends Identified>(
  all: Accessor<readonly Row[]>,
  shown: Accessor<readonly Row[]>,
) => {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set());
  let last: string | null = null;
  const change = (of: Iterable<string>, isSelected: boolean): void => {
    const next = new Set(ids());
    for (const id of of)
      if (isSelected) next.add(id);
      else next.delete(id);
    setIds(next);
  };
  /** The ids from the row that was toggled last to this one. */
  const rangeTo = (id: string): readonly string[] => {
    const order = shown().map((row) => row.id);
    const [from, to] = [order.indexOf(last ?? id), order.indexOf(id)].sort((a, b) => a - b);
    return from === undefined || from < 0 ? [id] : order.slice(from, to! + 1);
  };
  return {
    rows: createMemo(() => (ids().size === 0 ? [] : all().filter(({ id }) => ids().has(id)))),
    has: (id: string): boolean => ids().has(id),
    isAll: createMemo(() => shown().length > 0 && shown().every(({ id }) => ids().has(id))),
    isAny: (): boolean => ids().size > 0,
    setAll: (isSelected: boolean): void =>
      change(
        Array.from(shown(), ({ id }) => id),
        isSelected,
      ),
    toggle: (id: string, isRange = false): void => {
      change(isRange ? rangeTo(id) : [id], !ids().has(id));
      last = id;
    },
    clear: (): void => void setIds(new Set<string>()),
  };
};
export type Selection = Pick<ReturnType<typeof createSelection>, 'isAll' | 'isAny' | 'setAll'>;
