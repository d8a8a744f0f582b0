import { createMemo, For, Show } from 'solid-js';
import { hazardFamilies, type HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import { unitMessages } from '#ui/i18n/admin/units.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows } from '#ui/state/office/office.ts';
import { nameText } from '#ui/screens/admin/parts/name-text.ts';
import panel from '#ui/screens/admin/parts/panel.module.css';
import styles from './units.module.css';

const byFamily = (a: HazardKind, b: HazardKind): number =>
  hazardFamilies.indexOf(a.family) - hazardFamilies.indexOf(b.family) || a.code.localeCompare(b.code);

/** The hazard kinds that a unit usually takes; none chosen means any. */
export const HazardChoice = (props: {
  readonly hazards: readonly string[];
  readonly fault: string | null;
  readonly onChange: (hazards: readonly string[]) => void;
}) => {
  const [rows] = createRows(usePerson(), 'hazardKind');
  const kinds = createMemo(() => {
    const read = rows();
    const all = read?.ok ? read.value.map(({ value }) => value) : [];
    return all.filter(({ retired, code }) => !retired || props.hazards.includes(code)).sort(byFamily);
  });
  const toggle = (code: string, isTaken: boolean): void =>
    props.onChange(isTaken ? [...props.hazards, code].sort() : props.hazards.filter((it) => it !== code));
  return (
    <fieldset class={panel.card}>
      <legend class={styles.legend}>{unitMessages().hazards}</legend>
      <div class={styles.chips}>
        <For each={kinds()}>
          {(kind) => (
            <label class={styles.chip} title={nameText(kind)}>
              <input
                type="checkbox"
                checked={props.hazards.includes(kind.code)}
                onChange={({ currentTarget }) => toggle(kind.code, currentTarget.checked)}
              />
              {nameText(kind.short)}
            </label>
          )}
        </For>
      </div>
      <p class={panel.hint}>
        <Show when={props.hazards.length === 0}>{unitMessages().anyHazard} · </Show>
        {unitMessages().hazardsHint}
      </p>
      <Show when={props.fault}>
        <p class={panel.fault} role="alert">
          {props.fault}
        </p>
      </Show>
    </fieldset>
  );
};
