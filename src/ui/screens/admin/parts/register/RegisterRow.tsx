import { For, Show, type JSX } from 'solid-js';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import styles from './register.module.css';

export type Column<Row> = {
  readonly title: string;
  readonly text: (row: Row) => JSX.Element;
  /** A CSS track size, such as `8rem` or `1fr`. */
  readonly width: string;
};

/** The first cell opens the row; its button covers the row. */
export const RegisterRow = <Row extends { readonly value: { readonly retired?: true } }>(props: {
  readonly columns: readonly Column<Row>[];
  readonly tracks: string;
  readonly row: Row;
  readonly index: number;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  /** Null in a table without checkboxes. */
  readonly isSelected: boolean | null;
  readonly onSelect: (isRange: boolean) => void;
}) => (
  <div
    role="row"
    aria-rowindex={props.index + 2}
    class={styles.row}
    style={{ 'grid-template-columns': props.tracks }}
    data-open={props.isOpen}
    data-retired={props.row.value.retired}
  >
    <Show when={props.isSelected !== null}>
      <span role="cell" class={styles.check}>
        <input
          type="checkbox"
          aria-label={shellMessages().selectRow(props.index + 1)}
          checked={props.isSelected === true}
          onClick={(event) => props.onSelect(event.shiftKey)}
        />
      </span>
    </Show>
    <For each={props.columns}>
      {({ text }, index) => (
        <span role="cell" class={styles.cell}>
          <Show when={index() === 0} fallback={text(props.row)}>
            <button
              type="button"
              class={styles.open}
              aria-current={props.isOpen ? 'true' : undefined}
              onClick={() => props.onOpen()}
            >
              {text(props.row)}
            </button>
            <Show when={props.row.value.retired}>
              <span class={styles.tag}>{shellMessages().retired}</span>
            </Show>
          </Show>
        </span>
      )}
    </For>
  </div>
);
