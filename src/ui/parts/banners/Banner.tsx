import X from 'lucide-solid/icons/x';
import { Show, type JSX } from 'solid-js';
import { t } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import styles from './banner.module.css';

/** A message across the screen: calm by default, `warning` when the person must act. */
export const Banner = (props: {
  readonly title: string;
  readonly children?: JSX.Element;
  readonly action?: JSX.Element;
  readonly tone?: 'calm' | 'warning';
  /** Screen readers read an `alert` at once: only for the direct result of an action of the person. */
  readonly role?: 'status' | 'alert';
  readonly onDismiss?: () => void;
}) => (
  <div class={`${styles.banner} ${styles[props.tone ?? 'calm']}`} role={props.role ?? 'status'}>
    <div class={styles.content}>
      <p class={styles.title}>{props.title}</p>
      <Show when={props.children}>
        <div class={styles.text}>{props.children}</div>
      </Show>
    </div>
    {props.action}
    <Show when={props.onDismiss}>
      {(dismiss) => (
        <Button look="quiet" icon class={styles.dismiss} aria-label={t().close} onClick={() => dismiss()()}>
          <X aria-hidden="true" />
        </Button>
      )}
    </Show>
  </div>
);
