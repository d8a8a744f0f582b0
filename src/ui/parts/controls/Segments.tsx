import { For } from 'solid-js';
import styles from './segments.module.css';

/** `lang` where the words are of another language than the page. */
type Option<T> = { readonly value: T; readonly words: string; readonly lang?: string };

/** One of a few that fit side by side. */
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
              {optionOf(value)?.words}
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
};
