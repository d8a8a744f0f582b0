import ImageDown from 'lucide-solid/icons/image-down';
import { createSignal, Show } from 'solid-js';
import { MAX_TEXT } from '#domain/case/events.ts';
import { Button } from '#ui/parts/Button.tsx';
import { ConfirmDialog } from '#ui/parts/ConfirmDialog.tsx';
import { TextArea } from '#ui/parts/Field.tsx';
import type { ShownCase } from '#ui/state/cases.ts';
import { usePerson } from '#ui/state/context.ts';
import { deskWords } from '#ui/words/desk.ts';
import { missingPhotos } from './missing-photos.ts';
import { onDeskKeys } from './desk-keys.ts';
import styles from './decide.module.css';

/** File or dismiss: saved on this computer at once, sent like any other event, so it works without a link. */
export const Decide = (props: { readonly shown: ShownCase; readonly onNext: () => void }) => {
  const { act, mayDecide } = usePerson();
  const [dismissing, setDismissing] = createSignal(false);
  const [reasonFault, setReasonFault] = createSignal<string | null>(null);
  const [failed, setFailed] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [knows, setKnows] = createSignal(false);
  const [knowsFault, setKnowsFault] = createSignal(false);
  let reason: HTMLTextAreaElement | undefined;
  const missing = () => missingPhotos(props.shown);
  const isOpen = () => props.shown.case.state === 'reported';

  const decide = async (type: 'case.filed' | 'case.dismissed', text: string): Promise<void> => {
    if (busy() || !isOpen()) return;
    setBusy(true);
    const saved = await act({ caseId: props.shown.case.id, type, text });
    setFailed(!saved.ok);
    setBusy(false);
  };
  const dismiss = (): void => {
    const text = reason?.value.trim() ?? '';
    setReasonFault(text === '' ? deskWords().dismissNeeded : null);
    const isUnnoticed = missing() !== null && !knows();
    setKnowsFault(isUnnoticed);
    if (text === '' || isUnnoticed) return;
    setDismissing(false);
    void decide('case.dismissed', text);
  };
  const ask = (): void => {
    setReasonFault(null);
    setKnows(false);
    setKnowsFault(false);
    setDismissing(true);
  };

  const whenOpen = (act: () => void) => () => {
    if (mayDecide() && isOpen()) act();
  };
  onDeskKeys({ f: whenOpen(() => void decide('case.filed', '')), d: whenOpen(ask) });

  return (
    <footer class={styles.bar}>
      <Show when={failed()}>
        <p class={styles.fault} role="alert">
          {deskWords().actFailed}
        </p>
      </Show>
      <Show when={mayDecide()} fallback={<p class={styles.soft}>{deskWords().onlyReviewer}</p>}>
        <Show when={isOpen()} fallback={<p class={styles.soft}>{deskWords().decided}</p>}>
          <Show when={missing()}>
            {(count) => (
              <p class={styles.missing} role="status">
                <ImageDown class={styles.icon} size={18} aria-hidden="true" />
                {deskWords().decideMissing(count().there, count().of)}
              </p>
            )}
          </Show>
          <Button
            look="primary"
            class={styles.act}
            disabled={busy()}
            onClick={() => void decide('case.filed', '')}
          >
            {deskWords().file}
            <Key letter="F" />
          </Button>
          <Button class={styles.act} disabled={busy()} onClick={ask}>
            {deskWords().dismiss}
            <Key letter="D" />
          </Button>
        </Show>
      </Show>
      <Button class={styles.next} onClick={() => props.onNext()}>
        {deskWords().next}
        <Key letter="J" />
      </Button>
      <ConfirmDialog
        open={dismissing()}
        title={deskWords().dismissTitle}
        confirm={deskWords().dismiss}
        tone="danger"
        onClose={() => setDismissing(false)}
        onConfirm={dismiss}
      >
        <TextArea
          label={deskWords().dismissReason}
          hint={deskWords().dismissHint}
          fault={reasonFault()}
          maxLength={MAX_TEXT}
          ref={(it) => {
            reason = it;
          }}
        />
        <Show when={missing()}>
          {(count) => (
            <>
              <label class={styles.knows}>
                <input
                  type="checkbox"
                  class={styles.box}
                  checked={knows()}
                  aria-invalid={knowsFault()}
                  aria-describedby={knowsFault() ? 'desk-knows-fault' : undefined}
                  onChange={({ currentTarget }) => {
                    setKnows(currentTarget.checked);
                    setKnowsFault(false);
                  }}
                />
                {deskWords().dismissMissing(count().there, count().of)}
              </label>
              <Show when={knowsFault()}>
                <p id="desk-knows-fault" class={styles.fault} role="alert">
                  {deskWords().dismissMissingNeeded}
                </p>
              </Show>
            </>
          )}
        </Show>
      </ConfirmDialog>
    </footer>
  );
};

/** The letter is drawn, not part of the button's name. */
const Key = (props: { readonly letter: string }) => (
  <kbd class={styles.key} aria-hidden="true">
    {props.letter}
  </kbd>
);
