import { createSignal, Show } from 'solid-js';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { noteOfficeChange } from '#ui/state/office/changes.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import panel from '#ui/screens/admin/parts/panel.module.css';

const SHORTEST = 8;
const LONGEST = 128;

/** Sets the password of a person who has a user name. The person can also choose it at the enrolment. */
export const SetPassword = (props: { readonly person: string; readonly name: string }) => {
  const source = usePerson();
  const [isOpen, setOpen] = createSignal(false);
  const [password, setPassword] = createSignal('');
  const [state, setState] = createSignal<'idle' | 'busy' | 'set' | 'failed'>('idle');
  const close = (): void => {
    setOpen(false);
    setPassword('');
  };
  const send = async (): Promise<void> => {
    setState('busy');
    const answered = await officeClientOf(source).setPassword(props.person, password());
    setState(answered.ok ? 'set' : 'failed');
    if (!answered.ok) return;
    noteOfficeChange();
    close();
  };
  return (
    <>
      <Button
        onClick={() => {
          setState('idle');
          setOpen(true);
        }}
      >
        {peopleMessages().setPassword}
      </Button>
      <Show when={state() === 'set'}>
        <p role="status" class={panel.state}>
          {peopleMessages().passwordSet}
        </p>
      </Show>
      <ConfirmDialog
        open={isOpen()}
        title={peopleMessages().passwordTitle(props.name)}
        confirm={peopleMessages().setPassword}
        busy={state() === 'busy'}
        onConfirm={() => void send()}
        onClose={close}
      >
        <TextField
          label={peopleMessages().password}
          hint={peopleMessages().passwordHint}
          fault={state() === 'failed' ? shellMessages().unreachable : null}
          type="password"
          autocomplete="new-password"
          required
          minLength={SHORTEST}
          maxLength={LONGEST}
          value={password()}
          onInput={({ currentTarget }) => setPassword(currentTarget.value)}
        />
      </ConfirmDialog>
    </>
  );
};
