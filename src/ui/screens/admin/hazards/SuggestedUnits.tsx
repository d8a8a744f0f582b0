import Plus from 'lucide-solid/icons/plus';
import X from 'lucide-solid/icons/x';
import { createMemo, For, Index, Show } from 'solid-js';
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import { hazardMessages } from '#ui/i18n/admin/hazards.ts';
import { named } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows } from '#ui/state/office/office.ts';
import styles from './hazards.module.css';

type Units = NonNullable<HazardKind['units']>;

/** The units to suggest, by grid: rows of a code and a unit. */
export const SuggestedUnits = (props: {
  readonly units: Units;
  readonly faultOf: (row: number) => string | null;
  readonly onChange: (units: Units) => void;
}) => {
  const person = usePerson();
  const { region } = person.person();
  const [rows] = createRows(person, 'unit');
  const units = createMemo(() => {
    const read = rows();
    return read?.ok ? read.value : [];
  });
  /** A retired unit is offered only where it was chosen. */
  const choices = (chosen: string) => units().filter(({ id, value }) => !value.retired || id === chosen);
  const setRow = (at: number, part: Partial<Units[number]>): void =>
    props.onChange(props.units.map((row, index) => (index === at ? { ...row, ...part } : row)));
  return (
    <fieldset class={styles.card}>
      <legend>{hazardMessages().suggested}</legend>
      <p class={styles.hint}>
        {units().length > 0 ? hazardMessages().suggestedHint : hazardMessages().noUnits}
      </p>
      <Index each={props.units}>
        {(row, at) => (
          <div>
            <div class={styles.row}>
              <input
                class={styles.scope}
                aria-label={hazardMessages().scope(at + 1)}
                aria-invalid={props.faultOf(at) !== null}
                value={row().scope}
                inputMode="numeric"
                maxLength={15}
                list="hazard-scopes"
                onInput={({ currentTarget }) => setRow(at, { scope: currentTarget.value })}
                onChange={({ currentTarget }) =>
                  setRow(at, { scope: currentTarget.value.normalize('NFKC').trim() })
                }
              />
              <select
                class={styles.unit}
                aria-label={hazardMessages().unitOf(at + 1)}
                onChange={({ currentTarget }) => setRow(at, { unit: currentTarget.value })}
              >
                <option value="" selected={row().unit === ''}>
                  {hazardMessages().chooseUnit}
                </option>
                <For each={choices(row().unit)}>
                  {({ id, value }) => (
                    <option value={id} selected={id === row().unit}>
                      {named(value.name)}
                    </option>
                  )}
                </For>
              </select>
              <Button
                look="quiet"
                icon
                aria-label={hazardMessages().removeRow(at + 1)}
                onClick={() => props.onChange(props.units.filter((_, index) => index !== at))}
              >
                <X size={18} aria-hidden="true" />
              </Button>
            </div>
            <Show when={person.reference.grid(row().scope)}>
              {(grid) => <p class={styles.hint}>{named(grid().name)}</p>}
            </Show>
            <Show when={props.faultOf(at)}>
              <p class={styles.fault} role="alert">
                {props.faultOf(at)}
              </p>
            </Show>
          </div>
        )}
      </Index>
      <datalist id="hazard-scopes">
        <For each={person.reference.grids()}>
          {(grid) => <option value={grid.code}>{named(grid.name)}</option>}
        </For>
      </datalist>
      <Show when={units().length > 0}>
        <Button onClick={() => props.onChange([...props.units, { scope: region, unit: '' }])}>
          <Plus size={18} aria-hidden="true" />
          {hazardMessages().addRow}
        </Button>
      </Show>
    </fieldset>
  );
};
