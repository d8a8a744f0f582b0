import { Show } from 'solid-js';
import { devicesMessages } from '#ui/i18n/admin/devices.ts';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';

/** Asks before the session of a device ends, at the admin desk and for the own devices. */
export const EndSession = (props: {
  readonly isOpen: boolean;
  readonly name: string;
  readonly unsent: number;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) => (
  <ConfirmDialog
    open={props.isOpen}
    title={devicesMessages().endTitle}
    confirm={devicesMessages().end}
    tone="danger"
    onClose={() => props.onClose()}
    onConfirm={() => props.onConfirm()}
  >
    <p>{devicesMessages().endText(props.name)}</p>
    <Show when={props.unsent > 0}>
      <p>{devicesMessages().endUnsent(props.unsent)}</p>
    </Show>
  </ConfirmDialog>
);
