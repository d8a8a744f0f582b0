import type { JSX } from 'solid-js';
import { t } from '#ui/i18n/messages.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import styles from './dialog.module.css';

/** Confirms an irreversible action, or asks for the text that it needs. */
export const ConfirmDialog = (props: {
  readonly open: boolean;
  readonly title: string;
  readonly confirm: string;
  readonly tone?: 'primary' | 'danger';
  /** The confirmed action is running. */
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: JSX.Element;
}) => (
  <Dialog open={props.open} label={props.title} onClose={props.onClose}>
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onConfirm();
      }}
    >
      <h2 class={styles.title}>{props.title}</h2>
      <div class={styles.body}>{props.children}</div>
      <div class={styles.actions}>
        <Button onClick={() => props.onClose()}>{t().cancel}</Button>
        <Button type="submit" look={props.tone ?? 'primary'} disabled={props.busy}>
          {props.confirm}
        </Button>
      </div>
    </form>
  </Dialog>
);
