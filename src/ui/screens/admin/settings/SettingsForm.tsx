import { For, Show } from 'solid-js';
import { SETTINGS_ID, shippedSettings } from '#domain/office/settings.ts';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { settingsMessages } from '#ui/i18n/admin/settings.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { SelectField, TextArea, TextField } from '#ui/parts/controls/Field.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createDraft } from '#ui/state/office/draft.ts';
import type { Row } from '#ui/state/office/office.ts';
import { LastEdits } from '#ui/screens/admin/parts/LastEdits.tsx';
import { guardChanges } from '#ui/screens/admin/parts/Unsaved.tsx';
import { SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import { Approvals } from './Approvals.tsx';
import { StageLimits } from './StageLimits.tsx';
import { WorkingHours } from './WorkingHours.tsx';
import styles from './settings.module.css';

/** Zones of the country first; an office elsewhere finds its own below. */
const timeZones = (current: string): readonly string[] => [
  ...new Set(['Asia/Shanghai', 'Asia/Urumqi', current, ...Intl.supportedValuesOf('timeZone')]),
];

/** All settings in one form: they are one row, with one version. */
export const SettingsForm = (props: {
  readonly row: Row<'settings'> | null;
  readonly onSaved: () => void;
}) => {
  const person = usePerson();
  const { region } = person.person();
  const draft = createDraft(
    person,
    'settings',
    () => props.row,
    shippedSettings({ zh: region, en: region }),
    () => props.onSaved(),
  );
  const { value, set } = draft;
  guardChanges(draft.isChanged);
  const faultOf = (field: string): string | null => {
    const found = draft.saving.problemOf(field);
    return found ? problemText(found) : null;
  };
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void draft.save();
      }}
    >
      <div class={styles.cards}>
        <section class={styles.card}>
          <h2>{settingsMessages().office}</h2>
          <div class={styles.pair}>
            <TextField
              label={settingsMessages().nameZh}
              value={value().office.zh}
              required
              maxLength={120}
              fault={faultOf('office.zh')}
              onInput={({ currentTarget }) => set({ office: { ...value().office, zh: currentTarget.value } })}
            />
            <TextField
              label={settingsMessages().nameEn}
              value={value().office.en}
              required
              maxLength={120}
              fault={faultOf('office.en')}
              onInput={({ currentTarget }) => set({ office: { ...value().office, en: currentTarget.value } })}
            />
          </div>
          <p class={styles.hint}>{settingsMessages().officeHint}</p>
          <SelectField
            label={settingsMessages().timeZone}
            value={value().timeZone}
            onChoose={(timeZone) => set({ timeZone })}
          >
            <For each={timeZones(value().timeZone)}>{(zone) => <option value={zone}>{zone}</option>}</For>
          </SelectField>
        </section>
        <WorkingHours
          parts={value().workingHours}
          fault={faultOf('workingHours')}
          onChange={(workingHours) => set({ workingHours: [...workingHours] })}
        />
        <StageLimits
          normal={value().stageLimits}
          urgent={value().urgentLimits}
          fault={faultOf('stageLimits') ?? faultOf('urgentLimits')}
          onChange={set}
        />
        <section class={styles.card}>
          <h2>{settingsMessages().public}</h2>
          <TextField
            label={settingsMessages().filingNumber}
            hint={settingsMessages().filingNumberHint}
            value={value().filingNumber}
            maxLength={60}
            fault={faultOf('filingNumber')}
            onInput={({ currentTarget }) => set({ filingNumber: currentTarget.value })}
          />
          <TextArea
            label={settingsMessages().feedback}
            hint={settingsMessages().feedbackHint}
            value={value().feedback}
            maxLength={300}
            fault={faultOf('feedback')}
            onInput={({ currentTarget }) => set({ feedback: currentTarget.value })}
          />
        </section>
        <Approvals
          rows={value().approvals}
          faultOf={(at) => faultOf(`approvals.${at}`)}
          onChange={(approvals) => set({ approvals: [...approvals] })}
        >
          <div class={styles.short}>
            <TextField
              type="number"
              label={settingsMessages().finalDispatchAfter}
              hint={settingsMessages().finalDispatchHint}
              value={value().finalDispatchAfter}
              min="1"
              max="99"
              required
              fault={faultOf('finalDispatchAfter')}
              onInput={({ currentTarget }) => set({ finalDispatchAfter: currentTarget.valueAsNumber })}
            />
          </div>
        </Approvals>
        <Show when={props.row}>
          {(row) => (
            <section class={`${styles.card} ${styles.whole}`}>
              <LastEdits kind="settings" id={SETTINGS_ID} seq={row().seq} />
            </section>
          )}
        </Show>
      </div>
      <footer class={styles.foot}>
        <SaveLine saving={draft.saving}>
          <Button type="submit" look="primary" disabled={draft.saving.state() === 'saving'}>
            {shellMessages().save}
          </Button>
          <Show when={draft.isChanged()}>
            <Button look="quiet" onClick={() => draft.discard()}>
              {settingsMessages().discard}
            </Button>
            <span class={styles.hint} role="status">
              {settingsMessages().unsaved}
            </span>
          </Show>
        </SaveLine>
      </footer>
    </form>
  );
};
