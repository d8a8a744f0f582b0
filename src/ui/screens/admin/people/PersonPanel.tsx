import { createSignal, For, Show } from 'solid-js';
import { roles } from '#domain/ledger/roles.ts';
import type { OfficePerson } from '#domain/office/office-person.ts';
import { t } from '#ui/i18n/messages.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { SelectField, TextField } from '#ui/parts/controls/Field.tsx';
import { navigate } from '#ui/route/address.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { newRowId, type Row } from '#ui/state/office/office.ts';
import { createSaving } from '#ui/state/office/save-rows.ts';
import { Panel, SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import { EnrolmentCode } from './EnrolmentCode.tsx';

/** Adds or changes a person, and makes a code for the enrolment of a phone. */
export const PersonPanel = (props: { readonly row: Row<'person'> | null; readonly onSaved: () => void }) => {
  const person = usePerson();
  const { region } = person.person();
  const saving = createSaving(person);
  const [value, setValue] = createSignal<OfficePerson>(
    props.row?.value ?? { id: newRowId(), name: '', role: roles[0], region, scope: [region] },
  );
  const set = (part: Partial<OfficePerson>): void => void setValue((it) => ({ ...it, ...part }));
  const faultOf = (field: keyof OfficePerson): string | null => {
    const found = saving.problemOf(field);
    return found ? problemText(found) : null;
  };
  const save = async (): Promise<void> => {
    const edited = value();
    const edit = { kind: 'person' as const, id: edited.id, value: edited, seq: props.row?.seq ?? null };
    if (!(await saving.save([edit]))) return;
    props.onSaved();
    if (!props.row) navigate(`/admin/people/${edited.id}`, { replace: true });
  };
  return (
    <Panel title={props.row?.value.name ?? peopleMessages().add} closeHref="/admin/people" onSubmit={save}>
      <TextField
        label={peopleMessages().name}
        value={value().name}
        required
        maxLength={60}
        fault={faultOf('name')}
        onInput={({ currentTarget }) => set({ name: currentTarget.value })}
      />
      <SelectField
        label={peopleMessages().role}
        value={value().role}
        onChoose={(role) => set({ role: role as OfficePerson['role'] })}
      >
        <For each={roles}>{(role) => <option value={role}>{t().roles[role]}</option>}</For>
      </SelectField>
      <TextField
        label={peopleMessages().scope}
        hint={peopleMessages().scopeHint}
        value={value().scope.join(' ')}
        required
        fault={faultOf('scope')}
        onChange={({ currentTarget }) =>
          set({
            scope: currentTarget.value
              .normalize('NFKC')
              .split(/[\s,;、]+/)
              .filter(Boolean),
          })
        }
      />
      <TextField
        label={peopleMessages().phone}
        value={value().phone ?? ''}
        inputMode="tel"
        fault={faultOf('phone')}
        onInput={({ currentTarget }) => set({ phone: currentTarget.value.trim() || null })}
      />
      <TextField
        label={peopleMessages().username}
        hint={peopleMessages().usernameHint}
        value={value().username ?? ''}
        autocapitalize="none"
        fault={faultOf('username')}
        onInput={({ currentTarget }) => set({ username: currentTarget.value.trim() || null })}
      />
      <SaveLine saving={saving}>
        <Button type="submit" look="primary" disabled={saving.state() === 'saving'}>
          {shellMessages().save}
        </Button>
      </SaveLine>
      <Show when={props.row}>{(row) => <EnrolmentCode person={row().id} />}</Show>
    </Panel>
  );
};
