import { For } from 'solid-js';
import styles from './segments.module.css';

/** `lang`: if the label is in another language than the page. */
type Option<T> = { readonly value: T; readonly label: string; readonly lang?: string };

/** A choice of one; the options fit side by side. */
export const Segments = <T extends string>(props: {
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChoose: (value: T) => void;
}) => {
  const optionOf = (value: T) => props.options.find((option) => option.value === value);
  return (
    <fieldset>
      <legend class={styles.legend}>{props.label}</legend>
      <div class={styles.segments}>
        <For each={props.options.map((option) => option.value)}>
          {(value) => (
            <label class={styles.segment} lang={optionOf(value)?.lang}>
              <input
                class={styles.input}
                type="radio"
                name={props.name}
                checked={props.value === value}
                onChange={() => props.onChoose(value)}
              />
              {optionOf(value)?.label}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
};
