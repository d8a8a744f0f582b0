import Plus from 'lucide-solid/icons/plus';
import CloudOff from 'lucide-solid/icons/cloud-off';
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { Result } from '#domain/base/result.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { onPageKeys } from '#ui/parts/controls/page-keys.ts';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { Heading } from '#ui/screens/admin/parts/Heading.tsx';
import { navigate } from '#ui/route/address.ts';
import { countText } from '#ui/i18n/admin/count-text.ts';
import { RegisterRow, type Column } from './RegisterRow.tsx';
import { SelectAll } from './SelectAll.tsx';
import { createSelection } from './selection.ts';
import { SearchField } from '#ui/screens/admin/parts/SearchField.tsx';
import { useUnsaved } from '#ui/screens/admin/parts/Unsaved.tsx';
import { WindowedRows } from './WindowedRows.tsx';
import styles from './register.module.css';

export type { Column } from './RegisterRow.tsx';

/** The id of the address for a row that does not exist yet. */
export const NEW_ROW = 'new';

/** Narrower than this a row has two lines. In rem, as the heights of rows. */
const NARROW = 38;
const HEIGHTS = { one: 2.5, two: 3.75 } as const;

/**
 * A table of rows with the open row beside it: the frame of most sections. The address names the open row,
 * `/admin/<section>/<id>`. Keys: `/` search, `n` new, `j` and `k` or the arrows next and previous, `x` selects the open row,
 * Escape closes it. Unsaved changes of the open row are not lost without a question.
 */
export const Register = <
  Row extends { readonly id: string; readonly value: { readonly retired?: true } },
>(props: {
  readonly section: string;
  readonly title: string;
  /** Undefined until they are read. */
  readonly rows: Result<readonly Row[], unknown> | undefined;
  readonly onRetry: () => void;
  readonly columns: readonly Column<Row>[];
  /** What the search looks through. */
  readonly searched: (row: Row) => string;
  /** Which rows the number beside the title counts; all if absent. */
  readonly isCounted?: (row: Row) => boolean;
  readonly canAdd: boolean;
  readonly actions?: JSX.Element;
  readonly empty: { readonly title: string; readonly what: string };
  /** The panel of the open row; null for a new one. */
  readonly panel: (row: () => Row | null) => JSX.Element;
  /** With it, rows have checkboxes; it renders what can be done with the selected rows. */
  readonly bulk?: (rows: () => readonly Row[]) => JSX.Element;
}) => {
  const unsaved = useUnsaved();
  const { params } = unsaved;
  let searchField: HTMLInputElement | undefined;
  const [search, setSearch] = createSignal('');
  const [hasRetired, setRetired] = createSignal(false);
  const [isNarrow, setNarrow] = createSignal(false);
  const all = createMemo(() => (props.rows?.ok ? props.rows.value : []));
  const shown = createMemo(() => {
    const words = search().normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
    return all().filter((row) => {
      if (row.value.retired && !hasRetired()) return false;
      const text = props.searched(row).toLowerCase();
      return words.every((word) => text.includes(word));
    });
  });
  const selection = createSelection(all, shown);
  const openId = () => params()['id'];
  const openRow = createMemo(() => all().find(({ id }) => id === openId()) ?? null);
  const isOpen = () => openId() === NEW_ROW || openRow() !== null;
  const openIndex = createMemo(() => shown().findIndex(({ id }) => id === openId()));
  const open = (id: string | null): void =>
    unsaved.guard(() =>
      navigate(`/admin/${props.section}${id === null ? '' : `/${encodeURIComponent(id)}`}`, {
        replace: openId() !== undefined,
      }),
    );
  const step = (by: number): void => {
    const at = openIndex();
    const next = shown()[at === -1 ? 0 : Math.min(Math.max(at + by, 0), shown().length - 1)];
    if (next && next.id !== openId()) open(next.id);
  };
  /** The arrows move the map. */
  const isOnMap = (): boolean => document.activeElement?.closest('.leaflet-container') != null;
  onPageKeys({
    '/': () => searchField?.focus(),
    n: () => props.canAdd && open(NEW_ROW),
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const id = openId();
      if (props.bulk && id !== undefined) selection.toggle(id);
    },
    ArrowDown: () => isOnMap() || step(1),
    ArrowUp: () => isOnMap() || step(-1),
    Escape: () => isOpen() && open(null),
  });
  const tracks = () =>
    [...(props.bulk ? ['1.25rem'] : []), ...props.columns.map(({ width }) => width)].join(' ');
  const isRetiredAny = () => all().some(({ value }) => value.retired);
  return (
    <div class={styles.register} data-open={isOpen()}>
      <section class={styles.list} aria-label={props.title}>
        <header class={styles.top}>
          <Heading title={props.title} />
          <span class={styles.count} role="status">
            <Show when={props.rows?.ok}>
              {countText(props.isCounted ? shown().filter(props.isCounted).length : shown().length)}
            </Show>
          </span>
          <SearchField
            label={shellMessages().search}
            value={search()}
            onInput={setSearch}
            ref={(it) => {
              searchField = it;
            }}
          />
          <Show when={isRetiredAny()}>
            <label class={styles.retired}>
              <input
                type="checkbox"
                checked={hasRetired()}
                onChange={({ currentTarget }) => setRetired(currentTarget.checked)}
              />
              {shellMessages().showRetired}
            </label>
          </Show>
          <div class={styles.actions}>
            {props.actions}
            <Show when={props.canAdd}>
              <Button look="primary" onClick={() => open(NEW_ROW)}>
                <Plus size={18} aria-hidden="true" />
                {shellMessages().add}
              </Button>
            </Show>
          </div>
        </header>
        <Show when={props.bulk && selection.rows().length > 0 && props.bulk}>
          {(bulk) => (
            <div
              class={styles.bulk}
              role="group"
              aria-label={shellMessages().selected(selection.rows().length)}
            >
              <strong role="status">{shellMessages().selected(selection.rows().length)}</strong>
              {bulk()(selection.rows)}
              <Button look="quiet" onClick={() => selection.clear()}>
                {shellMessages().clearSelection}
              </Button>
            </div>
          )}
        </Show>
        <Show
          when={props.rows?.ok !== false}
          fallback={
            <EmptyState
              icon={<CloudOff size={32} strokeWidth={1.5} aria-hidden="true" />}
              title={shellMessages().unreachable}
              what={shellMessages().unreachableHint}
              action={<Button onClick={() => props.onRetry()}>{shellMessages().retry}</Button>}
            />
          }
        >
          <Show when={props.rows} fallback={<p class={styles.note}>{shellMessages().loading}</p>}>
            <Show
              when={shown().length > 0}
              fallback={
                <EmptyState
                  title={all().length > 0 ? shellMessages().nothingFound : props.empty.title}
                  what={all().length > 0 ? '' : props.empty.what}
                />
              }
            >
              <div class={styles.table} data-narrow={isNarrow()} data-selectable={!!props.bulk}>
                <WindowedRows
                  label={props.title}
                  items={shown()}
                  rowHeight={isNarrow() ? HEIGHTS.two : HEIGHTS.one}
                  headHeight={isNarrow() ? 0 : 2.25}
                  shown={openIndex()}
                  class={styles.rows}
                  onWidth={(rem) => setNarrow(rem < NARROW)}
                  head={
                    <div role="rowgroup" class={styles.head}>
                      <div role="row" class={styles.titles} style={{ 'grid-template-columns': tracks() }}>
                        <Show when={props.bulk}>
                          <span role="columnheader">
                            <SelectAll selection={selection} />
                          </span>
                        </Show>
                        <For each={props.columns}>
                          {({ title }) => <span role="columnheader">{title}</span>}
                        </For>
                      </div>
                    </div>
                  }
                >
                  {(row, index) => (
                    <RegisterRow
                      columns={props.columns}
                      tracks={tracks()}
                      row={row}
                      index={index()}
                      isOpen={row.id === openId()}
                      onOpen={() => open(row.id)}
                      isSelected={props.bulk ? selection.has(row.id) : null}
                      onSelect={(isRange) => selection.toggle(row.id, isRange)}
                    />
                  )}
                </WindowedRows>
              </div>
            </Show>
          </Show>
        </Show>
      </section>
      <Show when={isOpen() && openId()} keyed>
        <aside class={styles.panel} aria-label={shellMessages().openRow}>
          {props.panel(openRow)}
        </aside>
      </Show>
    </div>
  );
};
