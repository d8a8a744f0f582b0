import { createUniqueId, onCleanup, Show, splitProps, type JSX } from 'solid-js';
import styles from './field.module.css';

type Own = { readonly label: string; readonly hint?: string; readonly fault?: string | null };

const ids = (own: Own, id: string): string | undefined =>
  [own.hint && `${id}-hint`, own.fault && `${id}-fault`].filter(Boolean).join(' ') || undefined;

const Frame = (props: Own & { readonly id: string; readonly children: JSX.Element }) => (
  <div class={styles.field}>
    <label class={styles.label} for={props.id}>
      {props.label}
    </label>
    {props.children}
    <Show when={props.hint}>
      <p id={`${props.id}-hint`} class={styles.hint}>
        {props.hint}
      </p>
    </Show>
    <Show when={props.fault}>
      <p id={`${props.id}-fault`} class={styles.fault} role="alert">
        {props.fault}
      </p>
    </Show>
  </div>
);

/** A line of text with a label above it. */
export const TextField = (props: Own & JSX.InputHTMLAttributes<HTMLInputElement>) => {
  const [own, rest] = splitProps(props, ['label', 'hint', 'fault']);
  const id = createUniqueId();
  return (
    <Frame {...own} id={id}>
      <input
        {...rest}
        id={id}
        class={styles.input}
        aria-describedby={ids(own, id)}
        aria-invalid={Boolean(own.fault)}
      />
    </Frame>
  );
};

/** A select; its options are the children. */
export const SelectField = (props: {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly children: JSX.Element;
}) => {
  const id = createUniqueId();
  // Options may arrive after the value, from the database: select it again then.
  const watch = (element: HTMLSelectElement): void => {
    const options = new MutationObserver(() => {
      element.value = props.value;
    });
    options.observe(element, { childList: true, subtree: true });
    onCleanup(() => options.disconnect());
  };
  return (
    <Frame label={props.label} id={id}>
      <select
        id={id}
        ref={watch}
        class={styles.input}
        value={props.value}
        onChange={({ currentTarget }) => props.onChoose(currentTarget.value)}
      >
        {props.children}
      </select>
    </Frame>
  );
};

/** Several lines; it grows with the text. */
export const TextArea = (props: Own & JSX.TextareaHTMLAttributes<HTMLTextAreaElement>) => {
  const [own, rest] = splitProps(props, ['label', 'hint', 'fault']);
  const id = createUniqueId();
  return (
    <Frame {...own} id={id}>
      <textarea
        rows="2"
        {...rest}
        id={id}
        class={`${styles.input} ${styles.area}`}
        aria-describedby={ids(own, id)}
        aria-invalid={Boolean(own.fault)}
      />
    </Frame>
  );
};
