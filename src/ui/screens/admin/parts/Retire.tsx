import { createSignal, Show } from 'solid-js';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';

/** Retires a row after a question that says what it means, or restores it. */
export const Retire = (props: {
  readonly isRetired: boolean;
  readonly title: string;
  readonly meaning: string;
  readonly isBusy: boolean;
  readonly onRetire: () => Promise<unknown>;
  readonly onRestore: () => Promise<unknown>;
}) => {
  const [isAsking, setAsking] = createSignal(false);
  return (
    <>
      <Show
        when={!props.isRetired}
        fallback={
          <Button disabled={props.isBusy} onClick={() => void props.onRestore()}>
            {shellMessages().restore}
          </Button>
        }
      >
        <Button look="danger" disabled={props.isBusy} onClick={() => setAsking(true)}>
          {shellMessages().retire}
        </Button>
      </Show>
      <ConfirmDialog
        open={isAsking()}
        title={props.title}
        confirm={shellMessages().retire}
        tone="danger"
        onConfirm={() => {
          setAsking(false);
          void props.onRetire();
        }}
        onClose={() => setAsking(false)}
      >
        {props.meaning}
      </ConfirmDialog>
    </>
  );
};
