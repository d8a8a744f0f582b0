import { For } from 'solid-js';
import styles from './segments.module.css';

/** One of a few that fit side by side. */
export const Segments = <T extends string>(props: {
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly words: string }[];
  readonly onChoose: (value: T) => void;
}) => (
  <fieldset>
    <legend class={styles.legend}>{props.label}</legend>
    <div class={styles.segments}>
      <For each={props.options.map((option) => option.value)}>
        {(value) => (
          <label class={styles.segment}>
            <input
              class={styles.input}
              type="radio"
              name={props.name}
              checked={props.value === value}
              onChange={() => props.onChoose(value)}
            />
            {props.options.find((option) => option.value === value)?.words}
          </label>
        )}
      </For>
    </div>
  </fieldset>
);
