import type { JSX } from 'solid-js';
import styles from './check.module.css';

/** A checkbox; a tap anywhere on the line toggles it. */
export const Check = (props: {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  /** Id of the element that describes it. */
  readonly describedBy?: string | undefined;
  readonly children: JSX.Element;
}) => (
  <label class={styles.check}>
    <input
      type="checkbox"
      checked={props.isChecked}
      aria-describedby={props.describedBy}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
    {props.children}
  </label>
);
