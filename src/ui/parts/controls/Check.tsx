import type { JSX } from 'solid-js';
import styles from './check.module.css';

/** One thing to be ticked; the whole line takes the tap. */
export const Check = (props: {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  /** Id of what says more about it. */
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
