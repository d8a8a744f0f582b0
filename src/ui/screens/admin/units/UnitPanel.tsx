import { For, Show } from 'solid-js';
import { unitKinds, type Unit } from '#domain/people/unit.ts';
import type { ScopeNode } from '#domain/place/scope-tree.ts';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { unitMessages } from '#ui/i18n/admin/units.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { SelectField, TextField } from '#ui/parts/controls/Field.tsx';
import { Link } from '#ui/route/Link.tsx';
import { navigate } from '#ui/route/address.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createDraft } from '#ui/state/office/draft.ts';
import { newRowId, type Row } from '#ui/state/office/office.ts';
import { nameText } from '#ui/screens/admin/parts/name-text.ts';
import { guardChanges } from '#ui/screens/admin/parts/Unsaved.tsx';
import { Panel, SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import panel from '#ui/screens/admin/parts/panel.module.css';
import { Retire } from '#ui/screens/admin/parts/Retire.tsx';
import { LastEdits } from '#ui/screens/admin/parts/LastEdits.tsx';
import { ScopeTree } from '#ui/screens/admin/parts/scope/ScopeTree.tsx';
import { HazardChoice } from './HazardChoice.tsx';
import styles from './units.module.css';

/** Adds or changes a responsible unit. */
export const UnitPanel = (props: {
  readonly row: Row<'unit'> | null;
  readonly tree: ScopeNode;
  readonly people: readonly Row<'person'>[];
  readonly onSaved: () => void;
}) => {
  const person = usePerson();
  const blank: Unit = {
    id: newRowId(),
    kind: unitKinds[0],
    name: { zh: '', en: '' },
    scope: [],
    hazards: [],
  };
  const { value, set, saving, save, isChanged } = createDraft(
    person,
    'unit',
    () => props.row,
    blank,
    () => props.onSaved(),
  );
  guardChanges(isChanged);
  const faultOf = (field: keyof Unit): string | null => {
    const found = saving.problemOf(field);
    return found ? problemText(found) : null;
  };
  const isRetired = () => props.row?.value.retired === true;
  const isBusy = () => saving.state() === 'saving';
  const contact = () => ({ name: '', phone: '', ...value().contact });
  /** An office that has only the Chinese name gives it for both. */
  const englishName = () => (value().name.en === value().name.zh ? '' : value().name.en);
  const setName = (zh: string, en: string): void => set({ name: { zh, en: en.trim() || zh } });
  const submit = async (): Promise<void> => {
    const isNew = !props.row;
    if ((await save()) && isNew) navigate(`/admin/units/${blank.id}`, { replace: true });
  };
  return (
    <Panel
      title={props.row ? nameText(props.row.value.name) : unitMessages().add}
      closeHref="/admin/units"
      onSubmit={submit}
    >
      <Show when={isRetired()}>
        <p class={panel.notice}>{unitMessages().retired}</p>
      </Show>
      <TextField
        label={unitMessages().name}
        value={value().name.zh}
        required
        maxLength={120}
        autocomplete="off"
        fault={faultOf('name')}
        onInput={({ currentTarget }) => setName(currentTarget.value, englishName())}
      />
      <div class={panel.pair}>
        <SelectField
          label={unitMessages().kind}
          value={value().kind}
          onChoose={(kind) => set({ kind: kind as Unit['kind'] })}
        >
          <For each={unitKinds}>{(kind) => <option value={kind}>{unitMessages().kinds[kind]}</option>}</For>
        </SelectField>
        <TextField
          label={unitMessages().nameEn}
          hint={unitMessages().nameEnHint}
          value={englishName()}
          maxLength={120}
          autocomplete="off"
          onChange={({ currentTarget }) => setName(value().name.zh, currentTarget.value)}
        />
        <TextField
          label={unitMessages().contact}
          value={contact().name}
          maxLength={60}
          autocomplete="off"
          fault={faultOf('contact')}
          onInput={({ currentTarget }) => set({ contact: { ...contact(), name: currentTarget.value } })}
        />
        <TextField
          label={unitMessages().contactPhone}
          value={contact().phone}
          inputMode="tel"
          maxLength={30}
          autocomplete="off"
          onInput={({ currentTarget }) => set({ contact: { ...contact(), phone: currentTarget.value } })}
        />
      </div>
      <ScopeTree
        label={unitMessages().scope}
        tree={props.tree}
        scope={value().scope}
        onChange={(scope) => set({ scope: [...scope] })}
        fault={faultOf('scope')}
      />
      <HazardChoice
        hazards={value().hazards}
        fault={faultOf('hazards')}
        onChange={(hazards) => set({ hazards: [...hazards] })}
      />
      <SaveLine saving={saving}>
        <Button type="submit" look="primary" disabled={isBusy()}>
          {shellMessages().save}
        </Button>
        <Show when={props.row}>
          <Retire
            isRetired={isRetired()}
            title={unitMessages().retireTitle(value().name.zh)}
            meaning={unitMessages().retireMeaning(props.people.length)}
            isBusy={isBusy()}
            onRetire={() => save({ retired: true })}
            onRestore={() => save({ retired: undefined })}
          />
        </Show>
      </SaveLine>
      <Show when={props.row}>
        {(row) => (
          <>
            <section class={styles.people}>
              <h3 class={panel.label}>{unitMessages().people}</h3>
              <Show
                when={props.people.length > 0}
                fallback={<p class={panel.hint}>{unitMessages().noPeople}</p>}
              >
                <ul class={styles.names}>
                  <For each={props.people}>
                    {({ id, value: one }) => (
                      <li>
                        <Link href={`/admin/people/${id}`}>{one.name}</Link> {one.phone}
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </section>
            <LastEdits kind="unit" id={row().id} seq={row().seq} />
          </>
        )}
      </Show>
    </Panel>
  );
};
