import { createMemo, For, Show } from 'solid-js';
import { roles } from '#domain/ledger/roles.ts';
import { mayBeLicensed, worksForUnit, type OfficePerson } from '#domain/office/office-person.ts';
import { capabilities } from '#domain/people/capabilities.ts';
import type { ScopeNode } from '#domain/place/scope-tree.ts';
import { t } from '#ui/i18n/messages.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { scopeMessages } from '#ui/i18n/admin/scope.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { SelectField, TextField } from '#ui/parts/controls/Field.tsx';
import { navigate } from '#ui/route/address.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createDraft } from '#ui/state/office/draft.ts';
import { newRowId, type Row } from '#ui/state/office/office.ts';
import { guardChanges } from '#ui/screens/admin/parts/Unsaved.tsx';
import { Panel, SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import panel from '#ui/screens/admin/parts/panel.module.css';
import { Retire } from '#ui/screens/admin/parts/Retire.tsx';
import { LastEdits } from '#ui/screens/admin/parts/LastEdits.tsx';
import { ScopeSize } from '#ui/screens/admin/parts/scope/ScopeSize.tsx';
import { nameText } from '#ui/screens/admin/parts/name-text.ts';
import { ScopeTree } from '#ui/screens/admin/parts/scope/ScopeTree.tsx';
import { Certificate } from './Certificate.tsx';
import { EnrolmentCode } from './EnrolmentCode.tsx';
import { SetPassword } from './SetPassword.tsx';

/** Adds or changes a person, and makes a code for the enrolment of a phone. */
export const PersonPanel = (props: {
  readonly row: Row<'person'> | null;
  readonly units: readonly Row<'unit'>[];
  readonly tree: ScopeNode;
  readonly onSaved: () => void;
}) => {
  const person = usePerson();
  const { region } = person.person();
  // Without grids there is nothing to choose.
  const scope = props.tree.grids === 0 ? [region] : [];
  const blank: OfficePerson = { id: newRowId(), name: '', role: roles[0], region, scope };
  const { value, set, saving, save, isChanged } = createDraft(
    person,
    'person',
    () => props.row,
    blank,
    () => props.onSaved(),
  );
  guardChanges(isChanged);
  const faultOf = (...fields: (keyof OfficePerson)[]): string | null => {
    const found = fields.map((field) => saving.problemOf(field)).find(Boolean);
    return found ? problemText(found) : null;
  };
  const isRetired = () => props.row?.value.retired === true;
  const isBusy = () => saving.state() === 'saving';
  // Of the roles whose phones receive what lies in the scope.
  const receivesScope = () => capabilities[value().role].sight === 'scope';
  const units = createMemo(() =>
    props.units.filter(({ id, value: unit }) => !unit.retired || id === value().unit),
  );
  const submit = async (): Promise<void> => {
    const isNew = !props.row;
    if ((await save()) && isNew) navigate(`/admin/people/${blank.id}`, { replace: true });
  };
  const title = (): string =>
    props.row
      ? [props.row.value.name, t().roles[props.row.value.role]].join(t().separator)
      : peopleMessages().add;
  return (
    <Panel title={title()} closeHref="/admin/people" onSubmit={submit}>
      <Show when={isRetired()}>
        <p class={panel.notice}>{peopleMessages().retiredSince}</p>
      </Show>
      <div class={panel.pair}>
        <TextField
          label={peopleMessages().name}
          value={value().name}
          required
          maxLength={60}
          autocomplete="off"
          fault={faultOf('name')}
          onInput={({ currentTarget }) => set({ name: currentTarget.value })}
        />
        <div>
          <SelectField
            label={peopleMessages().role}
            value={value().role}
            onChoose={(role) => set({ role: role as OfficePerson['role'] })}
          >
            <For each={roles}>{(role) => <option value={role}>{t().roles[role]}</option>}</For>
          </SelectField>
        </div>
      </div>
      <Show when={faultOf('role')}>
        <p class={panel.fault} role="alert">
          {faultOf('role')}
        </p>
      </Show>
      <Show when={worksForUnit(value().role) || value().unit}>
        <SelectField
          label={peopleMessages().unit}
          value={value().unit ?? ''}
          onChoose={(unit) => set({ unit: unit || null })}
        >
          <option value="">{peopleMessages().noUnit}</option>
          <For each={units()}>
            {({ id, value: unit }) => <option value={id}>{nameText(unit.name)}</option>}
          </For>
        </SelectField>
        <Show when={faultOf('unit')}>
          <p class={panel.fault} role="alert">
            {faultOf('unit')}
          </p>
        </Show>
      </Show>
      <div class={panel.pair}>
        <TextField
          label={peopleMessages().phone}
          hint={peopleMessages().phoneHint}
          value={value().phone ?? ''}
          inputMode="tel"
          autocomplete="off"
          fault={faultOf('phone')}
          onInput={({ currentTarget }) => set({ phone: currentTarget.value.trim() || null })}
        />
        <TextField
          label={peopleMessages().username}
          hint={peopleMessages().usernameHint}
          value={value().username ?? ''}
          autocapitalize="none"
          autocomplete="off"
          fault={faultOf('username')}
          onInput={({ currentTarget }) => set({ username: currentTarget.value.trim() || null })}
        />
      </div>
      <Show when={mayBeLicensed(value().role) || value().certificate}>
        <Certificate
          value={value().certificate ?? null}
          fault={faultOf('certificate')}
          onChange={(certificate) => set({ certificate })}
        />
      </Show>
      <ScopeTree
        label={scopeMessages().label}
        tree={props.tree}
        scope={value().scope}
        onChange={(scope) => set({ scope: [...scope] })}
        fault={
          value().scope.length === 0 && faultOf('scope')
            ? problemText({ code: 'missing' })
            : faultOf('scope', 'region')
        }
      />
      <Show when={receivesScope()} fallback={<p class={panel.hint}>{scopeMessages().named}</p>}>
        <ScopeSize scope={value().scope} />
      </Show>
      <SaveLine saving={saving}>
        <Button type="submit" look="primary" disabled={isBusy()}>
          {shellMessages().save}
        </Button>
        <Show when={props.row}>
          <Retire
            isRetired={isRetired()}
            title={peopleMessages().retireTitle(value().name)}
            meaning={peopleMessages().retireMeaning}
            isBusy={isBusy()}
            onRetire={() => save({ retired: true })}
            onRestore={() => save({ retired: undefined })}
          />
        </Show>
      </SaveLine>
      <Show when={props.row} fallback={<p class={panel.hint}>{peopleMessages().enrolFirst}</p>}>
        {(row) => (
          <>
            <Show when={!isRetired()}>
              <EnrolmentCode person={row().id} />
              <Show when={row().value.username}>
                <SetPassword person={row().id} name={row().value.name} />
              </Show>
            </Show>
            <LastEdits kind="person" id={row().id} seq={row().seq} />
          </>
        )}
      </Show>
    </Panel>
  );
};
