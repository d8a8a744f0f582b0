import { createEffect, createMemo, createSignal, For, Index, on, onCleanup, onMount, Show } from 'solid-js';
import type { PlannedRow, Preview } from '#domain/office/messages.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { whenNear } from '#ui/parts/layout/when-near.ts';
import { changedCells, resultText, wrongCells } from './preview-rows.ts';
import styles from './import.module.css';

const STEP = 100;

/** The rows of a file with what becomes of each. Lines may be high, so they are drawn step by step while the person scrolls. */
export const PreviewTable = (props: {
  readonly columns: Preview['columns'];
  readonly rows: readonly PlannedRow[];
}) => {
  const [limit, setLimit] = createSignal(STEP);
  createEffect(
    on(
      () => props.rows,
      () => setLimit(STEP),
    ),
  );
  const drawn = createMemo(() => props.rows.slice(0, limit()));
  return (
    <div class={styles.scroll} tabIndex={0} role="region" aria-label={importMessages().result}>
      <table class={styles.table}>
        <thead>
          <tr>
            <th scope="col">{importMessages().row}</th>
            <For each={props.columns}>
              {({ title, column }) => (
                <th scope="col">
                  {title} <span class={styles.letter}>{column}</span>
                </th>
              )}
            </For>
            <th scope="col">{importMessages().result}</th>
          </tr>
        </thead>
        <tbody>
          <For each={drawn()}>{(row) => <PreviewLine row={row} columns={props.columns} />}</For>
        </tbody>
      </table>
      <Show when={props.rows.length === 0}>
        <p class={styles.none}>{importMessages().none}</p>
      </Show>
      <Show when={limit() < props.rows.length && limit()} keyed>
        <End onNear={() => setLimit((it) => it + STEP)} />
      </Show>
    </div>
  );
};

const PreviewLine = (props: { readonly row: PlannedRow; readonly columns: Preview['columns'] }) => {
  const wrong = createMemo(() => wrongCells(props.row, props.columns));
  const changed = createMemo(() => changedCells(props.row, props.columns));
  return (
    <tr data-outcome={props.row.outcome}>
      <th scope="row">{props.row.row}</th>
      <Index each={props.row.cells}>
        {(cell, index) => (
          <td>
            <span
              class={styles.cell}
              data-wrong={wrong().has(index)}
              data-changed={changed().has(index)}
              title={cell()}
            >
              {cell()}
            </span>
          </td>
        )}
      </Index>
      <td class={styles.result}>{resultText(props.row, props.columns)}</td>
    </tr>
  );
};

const End = (props: { readonly onNear: () => void }) => {
  const watch = (element: HTMLElement): void => {
    onMount(() => onCleanup(whenNear(element, () => props.onNear())));
  };
  return <div ref={watch} style={{ height: '1px' }} />;
};
