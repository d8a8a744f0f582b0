import { For, Show } from 'solid-js';
import { hazardFamilies, limitUnits, type HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import { severities } from '#domain/catalogue/severities.ts';
import { hazardMessages } from '#ui/i18n/admin/hazards.ts';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { SelectField, TextField } from '#ui/parts/controls/Field.tsx';
import { navigate } from '#ui/route/address.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createDraft } from '#ui/state/office/draft.ts';
import type { Row } from '#ui/state/office/office.ts';
import { LastEdits } from '#ui/screens/admin/parts/LastEdits.tsx';
import { Panel, SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import { SuggestedUnits } from './SuggestedUnits.tsx';
import styles from './hazards.module.css';

const blank: HazardKind = {
  code: '',
  family: 'other',
  zh: '',
  en: '',
  short: { zh: '', en: '' },
  severity: 'general',
  limit: { amount: 5, unit: 'workingDays' },
};

/** Adds or changes a hazard kind. What cases name keeps its code. */
export const HazardPanel = (props: {
  readonly row: Row<'hazardKind'> | null;
  readonly onSaved: () => void;
}) => {
  const draft = createDraft(
    usePerson(),
    'hazardKind',
    () => props.row,
    blank,
    () => props.onSaved(),
  );
  const { value, set } = draft;
  const faultOf = (field: string): string | null => {
    const found = draft.saving.problemOf(field);
    return found ? problemText(found) : null;
  };
  /** Where the office gave no English words, the Chinese ones stand for them. */
  const complete = (): Partial<HazardKind> => {
    const { zh, en, short } = value();
    const shortZh = short.zh.trim() || zh.trim();
    return {
      en: en.trim() || zh.trim(),
      short: { zh: shortZh, en: short.en.trim() || en.trim() || shortZh },
    };
  };
  const save = async (more: { retired?: true | undefined } = {}): Promise<void> => {
    const isNew = !props.row;
    if ((await draft.save({ ...complete(), ...more })) && isNew)
      navigate(`/admin/hazards/${value().code}`, { replace: true });
  };
  return (
    <Panel
      title={props.row ? `${props.row.value.code} ${named(props.row.value)}` : hazardMessages().add}
      closeHref="/admin/hazards"
      onSubmit={() => save()}
    >
      <Show when={!props.row}>
        <TextField
          label={hazardMessages().code}
          hint={hazardMessages().codeHint}
          value={value().code}
          required
          maxLength={4}
          autocapitalize="characters"
          fault={faultOf('code')}
          onInput={({ currentTarget }) =>
            set({ code: currentTarget.value.normalize('NFKC').trim().toUpperCase() })
          }
        />
      </Show>
      <TextField
        label={hazardMessages().zh}
        value={value().zh}
        required
        maxLength={60}
        fault={faultOf('zh')}
        onInput={({ currentTarget }) => set({ zh: currentTarget.value })}
      />
      <TextField
        label={hazardMessages().en}
        value={value().en}
        maxLength={120}
        fault={faultOf('en')}
        onInput={({ currentTarget }) => set({ en: currentTarget.value })}
      />
      <div class={styles.pair}>
        <TextField
          label={hazardMessages().shortZh}
          value={value().short.zh}
          maxLength={8}
          fault={faultOf('short.zh')}
          onInput={({ currentTarget }) => set({ short: { ...value().short, zh: currentTarget.value } })}
        />
        <TextField
          label={hazardMessages().shortEn}
          value={value().short.en}
          maxLength={24}
          fault={faultOf('short.en')}
          onInput={({ currentTarget }) => set({ short: { ...value().short, en: currentTarget.value } })}
        />
        <SelectField
          label={hazardMessages().family}
          value={value().family}
          onChoose={(family) => set({ family: family as HazardKind['family'] })}
        >
          <For each={hazardFamilies}>
            {(family) => <option value={family}>{hazardMessages().families[family]}</option>}
          </For>
        </SelectField>
        <SelectField
          label={hazardMessages().severity}
          value={value().severity}
          onChoose={(severity) => set({ severity: severity as HazardKind['severity'] })}
        >
          <For each={severities}>
            {(severity) => <option value={severity}>{t().severities[severity]}</option>}
          </For>
        </SelectField>
        <TextField
          type="number"
          label={hazardMessages().limit}
          value={value().limit.amount}
          min="1"
          max="999"
          required
          fault={faultOf('limit.amount')}
          onInput={({ currentTarget }) =>
            set({ limit: { ...value().limit, amount: currentTarget.valueAsNumber } })
          }
        />
        <SelectField
          label={hazardMessages().unit}
          value={value().limit.unit}
          onChoose={(unit) => set({ limit: { ...value().limit, unit: unit as HazardKind['limit']['unit'] } })}
        >
          <For each={limitUnits}>
            {(unit) => <option value={unit}>{hazardMessages().units[unit]}</option>}
          </For>
        </SelectField>
      </div>
      <p class={styles.hint}>{hazardMessages().unitHints[value().limit.unit]}</p>
      <SuggestedUnits
        units={value().units ?? []}
        faultOf={(at) => faultOf(`units.${at}`)}
        onChange={(units) => set({ units: [...units] })}
      />
      <SaveLine saving={draft.saving}>
        <Button type="submit" look="primary" disabled={draft.saving.state() === 'saving'}>
          {shellMessages().save}
        </Button>
        <Show when={props.row}>
          {(row) => (
            <Show
              when={row().value.retired}
              fallback={
                <Button look="danger" onClick={() => void save({ retired: true })}>
                  {shellMessages().retire}
                </Button>
              }
            >
              <Button onClick={() => void save({ retired: undefined })}>{shellMessages().restore}</Button>
            </Show>
          )}
        </Show>
      </SaveLine>
      <Show when={props.row}>
        {(row) => (
          <>
            <p class={styles.hint}>{hazardMessages().retiredHint}</p>
            <LastEdits kind="hazardKind" id={row().id} seq={row().seq} />
          </>
        )}
      </Show>
    </Panel>
  );
};
