import ImageDown from 'lucide-solid/icons/image-down';
import { createEffect, createSignal, Show } from 'solid-js';
import { Button } from '#ui/parts/controls/Button.tsx';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { TextArea } from '#ui/parts/controls/Field.tsx';
import { actsOf } from '#domain/subjects.ts';
import { mayDoNow, saveAct, type ShownCase } from '#ui/state/cases/cases.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createDraftText, draftTextKey } from '#ui/state/capture/draft-text.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { missingPhotos } from '#ui/screens/desk/missing-photos.ts';
import { onPageKeys } from '#ui/parts/controls/page-keys.ts';
import styles from './decide.module.css';
import { MAX_TEXT } from '#domain/base/text.ts';

const decisions = ['case.filed', 'case.dismissed'] as const;
type Decision = (typeof decisions)[number];

/** Files or dismisses a case. The decision is saved on this computer and sent like any other event, so it works without
 * a link. */
export const Decide = (props: { readonly shown: ShownCase; readonly onNext: () => void }) => {
  const state = usePerson();
  const { person, me } = state;
  const mayDecide = () => decisions.some((type) => actsOf(person().role).includes(type));
  const [dismissing, setDismissing] = createSignal(false);
  const [reasonFault, setReasonFault] = createSignal<string | null>(null);
  const [failed, setFailed] = createSignal<string | null>(null);
  /** Id of the case until its decision is shown: a second tap must not decide twice. */
  const [deciding, setDeciding] = createSignal<string | null>(null);
  const [knows, setKnows] = createSignal(false);
  const [knowsFault, setKnowsFault] = createSignal(false);
  const id = () => props.shown.case.id;
  const [reason, setReason] = createDraftText(() => draftTextKey(me().id, id(), 'case.dismissed'));
  const missing = () => missingPhotos(props.shown);
  const busy = () => deciding() === id();
  const may = (type: Decision) => mayDoNow(state, props.shown).includes(type);
  const isOpen = () => decisions.some(may);

  createEffect(() => !isOpen() && busy() && setDeciding(null));

  const decide = async (type: Decision, text: string): Promise<boolean> => {
    if (busy() || !may(type)) return false;
    const caseId = id();
    setDeciding(caseId);
    setFailed(null);
    if (await saveAct(state, { caseId, type, text })) return true;
    setDeciding(null);
    setFailed(caseId);
    return false;
  };
  const dismiss = async (): Promise<void> => {
    const text = reason().trim();
    setReasonFault(text === '' ? deskMessages().dismissNeeded : null);
    const isUnnoticed = missing() !== null && !knows();
    setKnowsFault(isUnnoticed);
    if (text === '' || isUnnoticed) return;
    // Another decision arrived meanwhile: the bar shows it.
    if (!may('case.dismissed')) return void setDismissing(false);
    if (!(await decide('case.dismissed', text))) return;
    setReason('');
    setDismissing(false);
  };
  const ask = (): void => {
    setReasonFault(null);
    setKnows(false);
    setKnowsFault(false);
    setDismissing(true);
  };

  const file = (): void => void decide('case.filed', '');
  onPageKeys({ f: file, d: () => may('case.dismissed') && ask() });

  const Fault = () => (
    <Show when={failed() === id()}>
      <p class={styles.fault} role="alert">
        {deskMessages().actFailed}
      </p>
    </Show>
  );

  return (
    <footer class={styles.bar}>
      <Show when={!dismissing()}>
        <Fault />
      </Show>
      <Show when={mayDecide()} fallback={<p class={styles.soft}>{deskMessages().onlyReviewer}</p>}>
        <Show when={isOpen()} fallback={<p class={styles.soft}>{deskMessages().decided}</p>}>
          <Show when={missing()}>
            {(count) => (
              <p class={styles.missing} role="status">
                <ImageDown class={styles.icon} size={18} aria-hidden="true" />
                {deskMessages().decideMissing(count().there, count().of)}
              </p>
            )}
          </Show>
          <Show when={may('case.filed')}>
            <Button look="primary" class={styles.act} disabled={busy()} onClick={file}>
              {deskMessages().file}
              <Key letter="F" />
            </Button>
          </Show>
          <Show when={may('case.dismissed')}>
            <Button class={styles.act} disabled={busy()} onClick={ask}>
              {deskMessages().dismiss}
              <Key letter="D" />
            </Button>
          </Show>
        </Show>
      </Show>
      <Button class={styles.next} onClick={() => props.onNext()}>
        {deskMessages().next}
        <Key letter="J" />
      </Button>
      <ConfirmDialog
        open={dismissing()}
        title={deskMessages().dismissTitle}
        confirm={deskMessages().dismiss}
        tone="danger"
        onClose={() => setDismissing(false)}
        busy={busy()}
        onConfirm={() => void dismiss()}
      >
        <TextArea
          label={deskMessages().dismissReason}
          hint={deskMessages().dismissHint}
          fault={reasonFault()}
          maxLength={MAX_TEXT}
          value={reason()}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
          readOnly={busy()}
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
                {deskMessages().dismissMissing(count().there, count().of)}
              </label>
              <Show when={knowsFault()}>
                <p id="desk-knows-fault" class={styles.fault} role="alert">
                  {deskMessages().dismissMissingNeeded}
                </p>
              </Show>
            </>
          )}
        </Show>
        <Fault />
      </ConfirmDialog>
    </footer>
  );
};

/** The letter is visible but not part of the button's name. */
const Key = (props: { readonly letter: string }) => (
  <kbd class={styles.key} aria-hidden="true">
    {props.letter}
  </kbd>
);
