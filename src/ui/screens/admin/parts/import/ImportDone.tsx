import CircleCheck from 'lucide-solid/icons/circle-check';
import { createMemo, createSignal, Show } from 'solid-js';
import type { ImportKind, IssuedCode } from '#domain/office/messages.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { CodesSheet, PrintCodes } from '#ui/screens/admin/people/PrintCodes.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows } from '#ui/state/office/office.ts';
import styles from './import.module.css';

/** What was written, and what comes next. */
export const ImportDone = (props: {
  readonly kind: ImportKind;
  readonly section: string;
  readonly written: number;
  readonly created: readonly string[];
  readonly onAnother: () => void;
}) => (
  <div class={styles.done} role="status">
    <CircleCheck size={40} strokeWidth={1.5} aria-hidden="true" />
    <h2 class={styles.doneTitle}>{importMessages().done(props.written, props.kind)}</h2>
    <p class={styles.soft}>{importMessages().doneHint(props.created.length)}</p>
    <div class={styles.next}>
      <Show when={props.kind === 'person' && props.created.length > 0}>
        <CodesOfNew ids={props.created} />
      </Show>
      <ButtonLink href={`/admin/${props.section}`}>{importMessages().back}</ButtonLink>
      <Button onClick={() => props.onAnother()}>{importMessages().otherFile}</Button>
    </div>
    <Show when={props.kind === 'person' && props.created.length > 0}>
      <p class={styles.soft}>{importMessages().printHint}</p>
    </Show>
  </div>
);

const CodesOfNew = (props: { readonly ids: readonly string[] }) => {
  const [rows] = createRows(usePerson(), 'person');
  const [codes, setCodes] = createSignal<readonly IssuedCode[]>([]);
  const people = createMemo(() => {
    const read = rows();
    const ids = new Set(props.ids);
    return read?.ok ? read.value.filter(({ id }) => ids.has(id)) : [];
  });
  return (
    <>
      <PrintCodes look="primary" people={people()} onCodes={setCodes} />
      <CodesSheet codes={codes()} people={people().map(({ value }) => value)} onClose={() => setCodes([])} />
    </>
  );
};
