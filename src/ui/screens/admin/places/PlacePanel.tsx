import { createMemo, createSignal, For, Show } from 'solid-js';
import { gridAt, type Grid } from '#domain/place/grid.ts';
import { newPlaceId, shownPlaceId } from '#domain/place/place-id.ts';
import { compoundKinds, placeKinds, risks, type Place } from '#domain/place/place.ts';
import type { LatLon } from '#domain/base/geometry.ts';
import { placesMessages } from '#ui/i18n/admin/places.ts';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { named } from '#ui/i18n/messages.ts';
import { placeMessages } from '#ui/i18n/place-facts.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Check } from '#ui/parts/controls/Check.tsx';
import { SelectField } from '#ui/parts/controls/Field.tsx';
import { navigate } from '#ui/route/address.ts';
import { usePerson } from '#ui/state/app/context.ts';
import type { Row } from '#ui/state/office/office.ts';
import { createSaving } from '#ui/state/office/save-rows.ts';
import { NameFields } from '#ui/screens/admin/parts/NameFields.tsx';
import { LastEdits } from '#ui/screens/admin/parts/LastEdits.tsx';
import { Panel, SaveLine } from '#ui/screens/admin/parts/Panel.tsx';
import { Retire } from '#ui/screens/admin/parts/Retire.tsx';
import { AttributeFields, recordOf, repeated, type Attribute } from './AttributeFields.tsx';
import { PositionFields } from './PositionFields.tsx';
import styles from './places.module.css';

/** The fields as they are edited: without a position, the place cannot be saved. */
type Form = Omit<Place, 'position' | 'attributes'> & {
  readonly position: LatLon | null;
  readonly attributes: readonly Attribute[];
};

const formOf = (place: Place): Form => ({
  ...place,
  attributes: Object.entries(place.attributes ?? {}).map(([name, value]) => ({ name, value })),
});
const newForm = (): Form => ({
  id: newPlaceId((bytes) => crypto.getRandomValues(new Uint8Array(bytes))),
  kind: placeKinds[0],
  name: { zh: '', en: '' },
  grid: '',
  position: null,
  attributes: [],
});

/** Absent fields, not empty ones: a row that was only looked at is written as it was. */
const placeOf = (form: Form, position: LatLon, grid: Grid): Place => {
  const { compound, risk, listed, retired, attributes, ...rest } = form;
  const record = recordOf(attributes);
  return {
    ...rest,
    position,
    grid: grid.code,
    ...(rest.kind === 'compound' && compound ? { compound } : {}),
    ...(risk ? { risk } : {}),
    ...(listed ? { listed } : {}),
    ...(Object.keys(record).length > 0 ? { attributes: record } : {}),
    ...(retired ? { retired } : {}),
  };
};

/** Adds or changes a place. Its grid follows its position. */
export const PlacePanel = (props: {
  readonly row: Row<'place'> | null;
  readonly grids: readonly Grid[];
  readonly places: readonly Place[];
  readonly onSaved: () => void;
  readonly onPrint: (place: Place) => void;
}) => {
  const saving = createSaving(usePerson());
  const fresh = newForm();
  const [entered, setEntered] = createSignal<Partial<Form>>({});
  const form = (): Form => ({ ...(props.row ? formOf(props.row.value) : fresh), ...entered() });
  const set = (part: Partial<Form>): void => void setEntered((it) => ({ ...it, ...part }));
  const grid = (): Grid | null => {
    const { position } = form();
    return position && gridAt(props.grids, position);
  };
  /** The other places of the grid show where the pin is. */
  const others = createMemo(() => {
    const code = grid()?.code;
    return props.places.filter((it) => it.grid === code && it.id !== form().id);
  });
  const twice = () => repeated(form().attributes);
  const write = async (change: Partial<Form>): Promise<void> => {
    const edited = { ...form(), ...change };
    // A retired grid does not keep its places from being retired.
    const found =
      grid() ?? (edited.retired ? props.grids.find(({ code }) => code === edited.grid) : undefined);
    if (!edited.position || !found || twice() !== null) return;
    const value = placeOf(edited, edited.position, found);
    const isSaved = await saving.save([{ kind: 'place', id: value.id, value, seq: props.row?.seq ?? null }]);
    if (isSaved) setEntered({});
    if (isSaved || saving.hasChangedMeanwhile()) props.onSaved();
    if (isSaved && !props.row) navigate(`/admin/places/${value.id}`, { replace: true });
  };
  const faultOf = (field: keyof Place): string | null => {
    const found = saving.problemOf(field);
    return found ? problemText(found) : null;
  };
  return (
    <Panel
      title={props.row ? named(props.row.value.name) : placesMessages().add}
      closeHref="/admin/places"
      onSubmit={() => write({})}
    >
      <SelectField
        label={placeMessages().kind}
        value={form().kind}
        onChoose={(kind) => set({ kind: kind as Place['kind'] })}
      >
        <For each={placeKinds}>{(kind) => <option value={kind}>{placeMessages().kinds[kind]}</option>}</For>
      </SelectField>
      <NameFields name={form().name} problem={saving.problemOf('name')} onChange={(name) => set({ name })} />
      <Show when={form().kind === 'compound'}>
        <SelectField
          label={placeMessages().compound}
          value={form().compound ?? ''}
          onChoose={(compound) => set({ compound: (compound || undefined) as Place['compound'] })}
        >
          <option value="">{placesMessages().noRisk}</option>
          <For each={compoundKinds}>
            {(kind) => <option value={kind}>{placeMessages().compounds[kind]}</option>}
          </For>
        </SelectField>
      </Show>
      <PositionFields
        position={form().position}
        grids={props.grids}
        others={others()}
        onChange={(position) => set({ position })}
      />
      <Show when={form().position}>
        <p class={grid() ? styles.hint : styles.fault} role="status">
          {grid() ? placesMessages().inGrid(named(grid()!.name)) : placesMessages().outside}
        </p>
      </Show>
      <Show when={faultOf('position') ?? faultOf('grid')}>
        {(fault) => <p class={styles.fault}>{fault()}</p>}
      </Show>
      <SelectField
        label={placeMessages().risk}
        value={form().risk ?? ''}
        onChoose={(risk) => set({ risk: (risk || undefined) as Place['risk'] })}
      >
        <option value="">{placesMessages().noRisk}</option>
        <For each={risks}>{(risk) => <option value={risk}>{placeMessages().risks[risk]}</option>}</For>
      </SelectField>
      <Check isChecked={form().listed === true} onChange={(is) => set({ listed: is ? true : undefined })}>
        {placesMessages().listed}
      </Check>
      <AttributeFields
        attributes={form().attributes}
        fault={twice()}
        onChange={(attributes) => set({ attributes })}
      />
      <p class={styles.hint}>
        {placeMessages().id} {shownPlaceId(form().id)}
      </p>
      <SaveLine saving={saving}>
        <Button
          type="submit"
          look="primary"
          disabled={saving.state() === 'saving' || (!grid() && !form().retired)}
        >
          {shellMessages().save}
        </Button>
        <Show when={props.row}>
          {(row) => (
            <>
              <Retire
                isRetired={row().value.retired === true}
                title={placesMessages().retireTitle(named(row().value.name))}
                meaning={placesMessages().retireHint}
                isBusy={saving.state() === 'saving'}
                onRetire={() => write({ retired: true })}
                onRestore={() => write({ retired: undefined })}
              />
              <Show when={!row().value.retired}>
                <Button onClick={() => props.onPrint(row().value)}>{placesMessages().oneLabel}</Button>
              </Show>
            </>
          )}
        </Show>
      </SaveLine>
      <Show when={props.row}>{(row) => <LastEdits kind="place" id={row().id} seq={row().seq} />}</Show>
    </Panel>
  );
};
