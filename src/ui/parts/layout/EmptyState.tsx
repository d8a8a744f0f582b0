import Inbox from 'lucide-solid/icons/inbox';
import { Show, type JSX } from 'solid-js';
import styles from './empty-state.module.css';

/** Text for an empty list or pane: its state, and how contents appear. */
export const EmptyState = (props: {
  readonly title: string;
  readonly what?: string;
  readonly icon?: JSX.Element;
  readonly action?: JSX.Element;
}) => (
  <div class={styles.empty}>
    <div class={styles.icon}>{props.icon ?? <Inbox size={32} strokeWidth={1.5} aria-hidden="true" />}</div>
    <p class={styles.title}>{props.title}</p>
    <Show when={props.what}>
      <p class={styles.what}>{props.what}</p>
    </Show>
    <Show when={props.action}>
      <div class={styles.action}>{props.action}</div>
    </Show>
  </div>
);
