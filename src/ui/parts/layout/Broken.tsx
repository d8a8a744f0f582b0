import { createEffect, on } from 'solid-js';
import { address } from '#ui/route/address.ts';
import { t } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { EmptyState } from './EmptyState.tsx';

/**
 * Shown for an unexpected error: reports it to the console and offers a reload. The data on the phone is not affected.
 * It disappears when the address changes.
 */
export const Broken = (props: { readonly error: unknown; readonly onLeft: () => void }) => {
  createEffect(on(address, () => props.onLeft(), { defer: true }));
  queueMicrotask(() => reportError(props.error));
  return (
    <EmptyState
      title={t().failed.title}
      what={t().failed.hint}
      action={
        <Button look="primary" onClick={() => location.reload()}>
          {t().banner.reload}
        </Button>
      }
    />
  );
};
