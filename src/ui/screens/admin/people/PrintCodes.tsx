import Printer from 'lucide-solid/icons/printer';
import { createSignal, Show } from 'solid-js';
import type { IssuedCode } from '#domain/office/messages.ts';
import type { OfficePerson } from '#domain/office/office-person.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { officeClientOf, type Row } from '#ui/state/office/office.ts';
import { EnrolmentSheet } from './EnrolmentSheet.tsx';
import styles from './enrolment-code.module.css';

/** Makes codes for several people. Retired people get none. */
export const PrintCodes = (props: {
  readonly people: readonly Pick<Row<'person'>, 'id' | 'value'>[];
  readonly look?: 'primary' | 'plain';
  readonly onCodes: (codes: readonly IssuedCode[]) => void;
}) => {
  const source = usePerson();
  const [isBusy, setBusy] = createSignal(false);
  const [hasFailed, setFailed] = createSignal(false);
  const inOffice = () => props.people.filter(({ value }) => !value.retired);
  const make = async (): Promise<void> => {
    setBusy(true);
    const answered = await officeClientOf(source).codes(inOffice().map(({ id }) => id));
    setBusy(false);
    setFailed(!answered.ok);
    if (answered.ok) props.onCodes(answered.value.codes);
  };
  return (
    <>
      <Button
        look={props.look ?? 'plain'}
        disabled={isBusy() || inOffice().length === 0}
        onClick={() => void make()}
      >
        <Printer size={18} aria-hidden="true" />
        {peopleMessages().printCodes(inOffice().length)}
      </Button>
      <Show when={hasFailed()}>
        <span class={styles.fault} role="alert">
          {peopleMessages().codesFailed}
        </span>
      </Show>
    </>
  );
};

/** The sheet with codes that were just made; the codes are shown once. */
export const CodesSheet = (props: {
  readonly codes: readonly IssuedCode[];
  readonly people: readonly OfficePerson[];
  readonly onClose: () => void;
}) => (
  <Show when={props.codes.length > 0}>
    <EnrolmentSheet codes={props.codes} people={props.people} onClose={() => props.onClose()} />
  </Show>
);
