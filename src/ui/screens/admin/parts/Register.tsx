import Plus from 'lucide-solid/icons/plus';
import CloudOff from 'lucide-solid/icons/cloud-off';
import Search from 'lucide-solid/icons/search';
import { createEffect, createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { Result } from '#domain/base/result.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Check } from '#ui/parts/controls/Check.tsx';
import { onPageKeys } from '#ui/parts/controls/page-keys.ts';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { LongList } from '#ui/parts/layout/LongList.tsx';
import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import { navigate } from '#ui/route/address.ts';
import { useParams } from '#ui/route/Routes.tsx';
import styles from './register.module.css';

export type Column<Row> = {
  readonly title: string;
  readonly text: (row: Row) => JSX.Element;
  /** A CSS track size, such as `8rem` or `1fr`. */
  readonly width: string;
};

/** The id of the address for a row that does not exist yet. */
export const NEW_ROW = 'new';

/**
 * A table of rows with the open row beside it: the frame of most sections. The address names the open row,
 * `/admin/<section>/<id>`. Keys: `/` search, `n` new, `j` and `k` or the arrows next and previous, Escape closes.
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
  /** Actions on the rows that the search shows. */
  readonly actionsOf?: (shown: () => readonly Row[]) => JSX.Element;
  readonly empty: { readonly title: string; readonly what: string };
  /** The panel of the open row; null for a new one. */
  readonly panel: (row: () => Row | null) => JSX.Element;
}) => {
  const params = useParams();
  let heading: HTMLHeadingElement | undefined;
  let searchField: HTMLInputElement | undefined;
  announceScreen(
    () => props.title,
    () => heading,
  );
  const [search, setSearch] = createSignal('');
  const [hasRetired, setRetired] = createSignal(false);
  const all = createMemo(() => (props.rows?.ok ? props.rows.value : []));
  const shown = createMemo(() => {
    const words = search().normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
    return all().filter((row) => {
      if (row.value.retired && !hasRetired()) return false;
      const text = props.searched(row).toLowerCase();
      return words.every((word) => text.includes(word));
    });
  });
  const openId = () => params()['id'];
  const openRow = createMemo(() => all().find(({ id }) => id === openId()) ?? null);
  const isOpen = () => openId() === NEW_ROW || openRow() !== null;
  const open = (id: string | null): void =>
    navigate(`/admin/${props.section}${id === null ? '' : `/${encodeURIComponent(id)}`}`, {
      replace: openId() !== undefined,
    });
  const step = (by: number): void => {
    const at = shown().findIndex(({ id }) => id === openId());
    const next = shown()[at === -1 ? 0 : Math.min(Math.max(at + by, 0), shown().length - 1)];
    if (next) open(next.id);
  };
  /** The arrows move the map. */
  const isOnMap = (): boolean => document.activeElement?.closest('.leaflet-container') != null;
  onPageKeys({
    '/': () => searchField?.focus(),
    n: () => props.canAdd && open(NEW_ROW),
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => isOnMap() || step(1),
    ArrowUp: () => isOnMap() || step(-1),
    Escape: () => isOpen() && open(null),
  });
  const tracks = () => props.columns.map(({ width }) => width).join(' ');
  const isRetiredAny = () => all().some(({ value }) => value.retired);
  return (
    <div class={styles.register} data-open={isOpen()}>
      <section class={styles.list} aria-label={props.title}>
        <header class={styles.top}>
          <h1
            class={styles.title}
            tabIndex={-1}
            ref={(it) => {
              heading = it;
            }}
          >
            {props.title}
          </h1>
          <span class={styles.count}>
            {props.isCounted ? shown().filter(props.isCounted).length : shown().length}
          </span>
          <label class={styles.search}>
            <Search size={16} aria-hidden="true" />
            <input
              ref={(it) => {
                searchField = it;
              }}
              type="search"
              aria-label={shellMessages().search}
              placeholder={shellMessages().search}
              value={search()}
              onInput={({ currentTarget }) => setSearch(currentTarget.value)}
            />
          </label>
          <Show when={isRetiredAny()}>
            <Check isChecked={hasRetired()} onChange={setRetired}>
              {shellMessages().showRetired}
            </Check>
          </Show>
          <div class={styles.actions}>
            {props.actions}
            {props.actionsOf?.(shown)}
            <Show when={props.canAdd}>
              <Button look="primary" onClick={() => open(NEW_ROW)}>
                <Plus size={18} aria-hidden="true" />
                {shellMessages().add}
              </Button>
            </Show>
          </div>
        </header>
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
              <div class={styles.head} style={{ 'grid-template-columns': tracks() }} aria-hidden="true">
                <For each={props.columns}>{({ title }) => <span>{title}</span>}</For>
              </div>
              <ul class={styles.rows}>
                <LongList items={shown()}>
                  {(row) => (
                    <RowLine
                      columns={props.columns}
                      tracks={tracks()}
                      row={row()}
                      isOpen={row().id === openId()}
                      onOpen={() => open(row().id)}
                    />
                  )}
                </LongList>
              </ul>
            </Show>
          </Show>
        </Show>
      </section>
      <Show when={isOpen() && openId()} keyed>
        <aside class={styles.panel}>{props.panel(openRow)}</aside>
      </Show>
    </div>
  );
};

const RowLine = <Row extends { readonly value: { readonly retired?: true } }>(props: {
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  readonly row: Row;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) => {
  let button: HTMLButtonElement | undefined;
  createEffect(() => {
    if (props.isOpen) button?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <li>
      <button
        type="button"
        ref={(it) => {
          button = it;
        }}
        class={styles.row}
        style={{ 'grid-template-columns': props.tracks }}
        aria-current={props.isOpen ? 'true' : undefined}
        data-retired={props.row.value.retired}
        onClick={() => props.onOpen()}
      >
        <For each={props.columns}>{({ text }) => <span>{text(props.row)}</span>}</For>
      </button>
    </li>
  );
};
