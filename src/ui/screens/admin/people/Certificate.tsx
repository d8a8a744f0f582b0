import { Show } from 'solid-js';
import type { OfficePerson } from '#domain/office/office-person.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { TextField } from '#ui/parts/controls/Field.tsx';
import panel from '#ui/screens/admin/parts/panel.module.css';

type Value = NonNullable<OfficePerson['certificate']>;

const SOON_DAYS = 60;
const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv');

export const isExpired = (certificate: OfficePerson['certificate']): boolean =>
  !!certificate?.validUntil && certificate.validUntil < dayIn(0);

/** Null for a certificate that is valid for a while yet. */
const certificateNotice = (certificate: OfficePerson['certificate']): string | null => {
  if (!certificate?.validUntil) return null;
  const { validUntil } = certificate;
  if (isExpired(certificate)) return peopleMessages().certificateExpired(validUntil);
  return validUntil < dayIn(SOON_DAYS) ? peopleMessages().certificateSoon(validUntil) : null;
};

/** The certificate of a licensed officer. Two empty fields: the person has none. */
export const Certificate = (props: {
  readonly value: Value | null;
  readonly fault: string | null;
  readonly onChange: (value: Value | null) => void;
}) => {
  const set = (part: Partial<Value>): void => {
    const next = { number: '', validUntil: '', ...props.value, ...part };
    props.onChange(next.number || next.validUntil ? next : null);
  };
  return (
    <>
      <div class={panel.pair}>
        <TextField
          label={peopleMessages().certificate}
          value={props.value?.number ?? ''}
          maxLength={40}
          autocomplete="off"
          fault={props.fault}
          onInput={({ currentTarget }) => set({ number: currentTarget.value })}
        />
        <TextField
          label={peopleMessages().certificateUntil}
          type="date"
          value={props.value?.validUntil ?? ''}
          required={!!props.value?.number}
          onInput={({ currentTarget }) => set({ validUntil: currentTarget.value })}
        />
      </div>
      <Show when={certificateNotice(props.value)}>
        {(notice) => (
          <p class={panel.notice} role="status">
            {notice()}
          </p>
        )}
      </Show>
    </>
  );
};
