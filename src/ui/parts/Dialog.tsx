import { createEffect, on, onCleanup, type JSX } from 'solid-js';
import styles from './dialog.module.css';

/** The browser's own dialog: it traps focus, closes on Escape and gives focus back. */
export const Dialog = (props: {
  readonly open: boolean;
  readonly label: string;
  readonly onClose: () => void;
  readonly full?: boolean;
  readonly children: JSX.Element;
}) => {
  let element: HTMLDialogElement | undefined;
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!element) return;
        if (open && !element.open) element.showModal();
        if (!open && element.open) element.close();
      },
    ),
  );
  // Taken away while open, it still gives focus back.
  onCleanup(() => element?.close());
  return (
    <dialog
      ref={(it) => {
        element = it;
      }}
      class={`${styles.dialog} ${props.full ? styles.full : styles.sheet}`}
      aria-label={props.label}
      onClose={() => props.onClose()}
      onClick={(event) => event.target === event.currentTarget && props.onClose()}
    >
      {props.open && props.children}
    </dialog>
  );
};
