import { t } from '#ui/words/words.ts';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';

/** A fault of the product itself: said, reported to the console, and nothing on the phone is lost by it. */
export const Broken = (props: { readonly error: unknown }) => {
  queueMicrotask(() => reportError(props.error));
  return (
    <EmptyState
      title={t().failed.title}
      what={t().failed.what}
      action={
        <Button look="primary" onClick={() => location.reload()}>
          {t().banner.reload}
        </Button>
      }
    />
  );
};
