import X from 'lucide-solid/icons/x';
import { createEffect, For, onCleanup, Show, type JSX } from 'solid-js';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { t } from '#ui/i18n/messages.ts';
import { ButtonLink } from '#ui/parts/controls/Button.tsx';
import type { Saving } from '#ui/state/office/save-rows.ts';
import { useUnsaved } from './Unsaved.tsx';
import styles from './panel.module.css';

/** What a person types into a search or a dialog changes no row. */
const isEdit = ({ target }: Event): boolean =>
  target instanceof Element && target.closest('[data-no-edit], dialog') === null;

/** The form of one row, beside the table. An input in it counts as an unsaved change until its `SaveLine` says that it is saved. */
export const Panel = (props: {
  readonly title: string;
  readonly closeHref: string;
  readonly onSubmit: () => Promise<void>;
  readonly children: JSX.Element;
}) => {
  const unsaved = useUnsaved();
  onCleanup(() => unsaved.set(false));
  return (
    <form
      class={styles.panel}
      onSubmit={(event) => {
        // A dialog of the panel has a form of its own.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        void props.onSubmit();
      }}
      onInput={(event) => isEdit(event) && unsaved.set(true)}
      onChange={(event) => isEdit(event) && unsaved.set(true)}
    >
      <header class={styles.head}>
        <h2 class={styles.title}>{props.title}</h2>
        <ButtonLink look="quiet" icon href={props.closeHref} aria-label={t().close}>
          <X aria-hidden="true" />
        </ButtonLink>
      </header>
      {props.children}
    </form>
  );
};

/** The buttons of a form, and what became of the last save. Problems of single fields stand at their fields. */
export const SaveLine = (props: { readonly saving: Saving; readonly children: JSX.Element }) => {
  const unsaved = useUnsaved();
  createEffect(() => {
    if (props.saving.state() === 'saved') unsaved.set(false);
  });
  return (
    <div class={styles.save}>
      <div class={styles.buttons}>
        {props.children}
        <span class={styles.state} role="status">
          <Show when={props.saving.state() === 'saving'}>{shellMessages().saving}</Show>
          <Show when={props.saving.state() === 'saved' && !unsaved.has()}>{shellMessages().saved}</Show>
        </span>
      </div>
      <Show when={props.saving.state() === 'unreachable'}>
        <p class={styles.fault} role="alert">
          {shellMessages().unreachable}
        </p>
      </Show>
      <For each={props.saving.problems().filter(({ field }) => field === '')}>
        {(problem) => (
          <p class={styles.fault} role="alert">
            {problem.code === 'changedMeanwhile' ? shellMessages().changedMeanwhile : problemText(problem)}
          </p>
        )}
      </For>
    </div>
  );
};
