import CloudOff from 'lucide-solid/icons/cloud-off';
import { Show, type Accessor, type JSX } from 'solid-js';
import type { Result } from '#domain/base/result.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { Heading } from '#ui/screens/admin/parts/Heading.tsx';
import styles from './page.module.css';

/** A section without a table: a title, actions beside it, and content that scrolls. */
export const Page = (props: {
  readonly title: string;
  /** A sentence under the title. */
  readonly lead?: string;
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
}) => {
  return (
    <section class={styles.page} aria-label={props.title}>
      <header class={styles.top}>
        <Heading title={props.title} />
        <Show when={props.lead}>
          <p class={styles.lead}>{props.lead}</p>
        </Show>
        <div class={styles.actions}>{props.actions}</div>
      </header>
      <div class={styles.content}>{props.children}</div>
    </section>
  );
};

/** What the server answered; a note while it is read, and a way to try again when it cannot be reached. */
export const Loaded = <T,>(props: {
  readonly answer: Result<T, unknown> | undefined;
  readonly onRetry: () => void;
  readonly children: (value: Accessor<T>) => JSX.Element;
}) => {
  const read = (): { readonly value: T } | undefined => (props.answer?.ok ? props.answer : undefined);
  return (
    <Show
      when={read()}
      fallback={
        <Show when={props.answer} fallback={<p class={styles.note}>{shellMessages().loading}</p>}>
          <EmptyState
            icon={<CloudOff size={32} strokeWidth={1.5} aria-hidden="true" />}
            title={shellMessages().unreachable}
            what={shellMessages().unreachableHint}
            action={<Button onClick={() => props.onRetry()}>{shellMessages().retry}</Button>}
          />
        </Show>
      }
    >
      {(it) => props.children(() => it().value)}
    </Show>
  );
};
