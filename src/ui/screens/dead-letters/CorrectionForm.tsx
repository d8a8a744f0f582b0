import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import { faultsIn, type CorrectionForm } from '#domain/correction/correction-form.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Check } from '#ui/parts/controls/Check.tsx';
import { SelectField, TextArea, TextField } from '#ui/parts/controls/Field.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { deadLetterMessages } from '#ui/i18n/dead-letters.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { fieldLabel } from './dead-letter-messages.ts';
import styles from './dead-letters.module.css';
import { MAX_TEXT } from '#domain/base/text.ts';
import { severities } from '#domain/catalogue/severities.ts';

type Body = CorrectionForm['body'];

/** The fields that were changed, as stored. */
const readChanges = (typed: string): Body => {
  try {
    return JSON.parse(typed) as Body;
  } catch {
    return {};
  }
};

/** The form with the fields that need a correction; other fields cannot be changed. */
export const CorrectionPanel = (props: {
  readonly type: string;
  readonly form: CorrectionForm;
  readonly busy: boolean;
  /** The changed fields as text, to be kept until the correction is accepted. */
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onCorrect: (body: Body) => void;
  readonly onCancel: () => void;
}) => {
  const { reference } = usePerson();
  const changes = createMemo(() => readChanges(props.typed));
  /** The severity follows the kind until it is chosen by hand. */
  const body = createMemo((): Body => {
    const kind = 'hazard' in changes() ? reference.kind(String(changes()['hazard'])) : undefined;
    return { ...props.form.body, ...(kind && { severity: kind.severity }), ...changes() };
  });
  const [areFaultsShown, setFaultsShown] = createSignal(false);
  const set = (name: string, value: unknown): void =>
    props.onType(JSON.stringify({ ...changes(), [name]: value }));
  const isUnknownKind = () =>
    props.form.fields.includes('hazard') && reference.kind(String(body()['hazard'])) === undefined;
  const faults = () => [...faultsIn(props.type, body()), ...(isUnknownKind() ? ['hazard'] : [])];
  const faultOf = (name: string): string | null =>
    areFaultsShown() && faults().includes(name) ? deadLetterMessages().fieldFault : null;
  const submit = (event: Event): void => {
    event.preventDefault();
    setFaultsShown(true);
    if (faults().length === 0) props.onCorrect(body());
  };

  const fieldOf = (name: string): JSX.Element => {
    const text = () => String(body()[name] ?? '');
    switch (name) {
      case 'hazard':
        return (
          <>
            <SelectField
              label={fieldLabel(name)}
              value={isUnknownKind() ? '' : text()}
              onChoose={(it) => set(name, it)}
            >
              <option value="">{deadLetterMessages().chooseHazard}</option>
              <For each={reference.kinds().filter(({ code, retired }) => !retired || code === text())}>
                {(kind) => (
                  <option value={kind.code}>
                    {kind.code} {named(kind.short)}
                  </option>
                )}
              </For>
            </SelectField>
            <Show when={faultOf(name)}>
              <p class={styles.fault} role="alert">
                {faultOf(name)}
              </p>
            </Show>
          </>
        );
      case 'severity':
        return (
          <SelectField label={fieldLabel(name)} value={text()} onChoose={(it) => set(name, it)}>
            <For each={severities}>{(it) => <option value={it}>{t().severities[it]}</option>}</For>
          </SelectField>
        );
      case 'handled':
        return (
          <Check isChecked={body()[name] === true} onChange={(it) => set(name, it)}>
            {fieldLabel(name)}
          </Check>
        );
      case 'description':
      case 'text':
        return (
          <TextArea
            label={fieldLabel(name)}
            value={text()}
            hint={`${text().length} / ${MAX_TEXT}`}
            fault={faultOf(name)}
            onInput={({ currentTarget }) => set(name, currentTarget.value)}
          />
        );
      default:
        return (
          <TextField
            label={fieldLabel(name)}
            value={text()}
            fault={faultOf(name)}
            onInput={({ currentTarget }) => set(name, currentTarget.value)}
          />
        );
    }
  };

  return (
    <form class={styles.form} aria-label={deadLetterMessages().correct} onSubmit={submit}>
      <Show when={props.form.fields.length === 0}>
        <p>{deadLetterMessages().correctAsIs}</p>
      </Show>
      <For each={props.form.fields}>{fieldOf}</For>
      <Show when={props.form.leftOut.length > 0}>
        <p class={styles.soft}>
          {deadLetterMessages().leftOut(props.form.leftOut.map(fieldLabel).join(t().separator))}
        </p>
      </Show>
      <p class={styles.soft}>{deadLetterMessages().correctWhat}</p>
      <div class={styles.actions}>
        <Button type="submit" look="primary" disabled={props.busy}>
          {deadLetterMessages().correct}
        </Button>
        <Button onClick={() => props.onCancel()}>{t().cancel}</Button>
      </div>
    </form>
  );
};
