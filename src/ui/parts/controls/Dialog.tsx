import { createEffect, on, onCleanup, type JSX } from 'solid-js';
import styles from './dialog.module.css';

/** The browser's dialog: it traps the focus, closes on Escape and restores the focus. */
export const Dialog = (props: {
  readonly open: boolean;
  readonly label: string;
  readonly onClose: () => void;
  readonly full?: boolean;
  readonly children: JSX.Element;
}) => {
  let element: HTMLDialogElement | undefined;
  let isPressedOutside = false;
  /** The padding belongs to the dialog. A text selection that ends outside must not close it, so the press counts too. */
  const isOutside = ({ target, clientX: x, clientY: y }: MouseEvent): boolean => {
    const { left, right, top, bottom } = element!.getBoundingClientRect();
    return target === element && (x < left || x > right || y < top || y > bottom);
  };
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
  // Closing restores the focus, also when the component is removed while open.
  onCleanup(() => element?.close());
  return (
    <dialog
      ref={(it) => {
        element = it;
      }}
      class={`${styles.dialog} ${props.full ? styles.full : styles.sheet}`}
      aria-label={props.label}
      onClose={() => props.onClose()}
      onPointerDown={(event) => {
        isPressedOutside = isOutside(event);
      }}
      onClick={(event) => isPressedOutside && isOutside(event) && props.onClose()}
    >
      {props.open && props.children}
    </dialog>
  );
};
