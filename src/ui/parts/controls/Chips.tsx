import { For, Show } from 'solid-js';
import styles from './chips.module.css';

/** A choice of one, in a row that scrolls sideways if needed. A count of 0 is not shown. */
export const Chips = <T extends string>(props: {
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly count?: number }[];
  readonly onChoose: (value: T) => void;
}) => (
  <fieldset class={styles.row}>
    <legend class="visually-hidden">{props.label}</legend>
    <For each={props.options.map((option) => option.value)}>
      {(value) => {
        const option = () => props.options.find((it) => it.value === value);
        return (
          <label class={styles.chip}>
            <input
              class={styles.input}
              type="radio"
              name={props.name}
              checked={props.value === value}
              onChange={() => props.onChoose(value)}
            />
            {option()?.label}
            <Show when={option()?.count}>{(count) => <span class={styles.count}>{count()}</span>}</Show>
          </label>
        );
      }}
    </For>
  </fieldset>
);
