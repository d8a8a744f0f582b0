import { createSignal, Show } from 'solid-js';
import { SETTINGS_ID } from '#domain/office/settings.ts';
import { firstStepsMessages } from '#ui/i18n/admin/first-steps.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows } from '#ui/state/office/office.ts';
import { createSaving } from '#ui/state/office/save-rows.ts';
import { SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import styles from './first-steps.module.css';

/** The names of the county and of its office, written together. */
export const County = (props: { readonly onSaved: () => void }) => {
  const person = usePerson();
  const { region } = person.person();
  const [settings] = createRows(person, 'settings');
  const [areas] = createRows(person, 'area');
  const saving = createSaving(person);
  const [zh, setZh] = createSignal('');
  const [en, setEn] = createSignal('');
  const [office, setOffice] = createSignal('');
  const [officeEn, setOfficeEn] = createSignal('');
  const isReady = () => settings()?.ok === true && areas()?.ok === true;
  const save = async (): Promise<void> => {
    const [read, known] = [settings(), areas()];
    const row = read?.ok ? read.value.find(({ id }) => id === SETTINGS_ID) : undefined;
    if (!row || !known?.ok) return;
    const name = { zh: zh().trim(), en: en().trim() || zh().trim() };
    const officeZh = office().trim() || name.zh;
    const officeName = { zh: officeZh, en: officeEn().trim() || (office().trim() ? officeZh : name.en) };
    const seq = known.value.find(({ id }) => id === region)?.seq ?? null;
    const isSaved = await saving.save([
      { kind: 'area', id: region, value: { code: region, name }, seq },
      {
        kind: 'settings',
        id: row.id,
        value: { ...row.value, office: officeName },
        seq: row.seq,
      },
    ]);
    if (isSaved) props.onSaved();
  };
  return (
    <form
      class={styles.county}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={firstStepsMessages().countyZh}
        value={zh()}
        required
        maxLength={60}
        onInput={({ currentTarget }) => setZh(currentTarget.value)}
      />
      <TextField
        label={firstStepsMessages().countyEn}
        value={en()}
        maxLength={60}
        onInput={({ currentTarget }) => setEn(currentTarget.value)}
      />
      <TextField
        label={firstStepsMessages().officeZh}
        value={office()}
        maxLength={120}
        onInput={({ currentTarget }) => setOffice(currentTarget.value)}
      />
      <TextField
        label={firstStepsMessages().officeEn}
        value={officeEn()}
        maxLength={120}
        onInput={({ currentTarget }) => setOfficeEn(currentTarget.value)}
      />
      <Show when={isReady()}>
        <SaveLine saving={saving}>
          <Button type="submit" look="primary" disabled={saving.state() === 'saving'}>
            {firstStepsMessages().save}
          </Button>
        </SaveLine>
      </Show>
    </form>
  );
};
