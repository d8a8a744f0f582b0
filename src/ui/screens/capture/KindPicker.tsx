import Bike from 'lucide-solid/icons/bike';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import Trash from 'lucide-solid/icons/trash';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { hazardFamilies } from '#domain/catalogue/hazard-kinds.ts';
import { GasBottle } from '#ui/parts/layout/GasBottle.tsx';
import { SeverityShape } from '#ui/parts/case/SeverityBadge.tsx';
import type { Capture } from '#ui/state/capture/capture.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { named, t } from '#ui/i18n/messages.ts';
import styles from './choices.module.css';
import { severities } from '#domain/catalogue/severities.ts';

const icons = { ebike: Bike, gas: GasBottle, waste: Trash, other: Ellipsis } as const;

/** Two taps: the hazard family, then the kind. The kind sets the severity, which can be changed. */
export const KindPicker = (props: { readonly capture: Capture }) => {
  const { reference } = usePerson();
  const form = () => props.capture.form();
  const family = () => {
    const { family, hazard } = form();
    return family ?? (hazard === null ? null : (reference.kind(hazard)?.family ?? null));
  };
  const kinds = () =>
    reference
      .kinds()
      .filter((kind) => kind.family === family() && (!kind.retired || kind.code === form().hazard));
  return (
    <>
      <fieldset>
        <legend class="visually-hidden">{captureMessages().family}</legend>
        <div class={styles.families}>
          <For each={hazardFamilies}>
            {(name) => (
              <label class={styles.family}>
                <input
                  class={styles.input}
                  type="radio"
                  name="family"
                  checked={family() === name}
                  onChange={() => props.capture.chooseFamily(name)}
                />
                <Dynamic component={icons[name]} size={26} strokeWidth={1.75} aria-hidden="true" />
                {captureMessages().families[name]}
              </label>
            )}
          </For>
        </div>
      </fieldset>
      <Show when={family() !== null}>
        <fieldset>
          <legend class="visually-hidden">{captureMessages().kind}</legend>
          <div class={styles.chips}>
            <For each={kinds()}>
              {(kind) => (
                <label class={styles.chip} title={named(kind)}>
                  <input
                    class={styles.input}
                    type="radio"
                    name="kind"
                    checked={form().hazard === kind.code}
                    onChange={() => props.capture.chooseKind(kind)}
                  />
                  {named(kind.short)}
                </label>
              )}
            </For>
          </div>
        </fieldset>
      </Show>
      <Show when={form().severity}>
        <fieldset>
          <legend class={styles.legend}>{captureMessages().severity}</legend>
          <div class={styles.segments}>
            <For each={severities}>
              {(severity) => (
                <label class={`${styles.segment} ${styles[severity] ?? ''}`}>
                  <input
                    class={styles.input}
                    type="radio"
                    name="severity"
                    checked={form().severity === severity}
                    onChange={() => props.capture.chooseSeverity(severity)}
                  />
                  <SeverityShape severity={severity} />
                  {t().severities[severity]}
                </label>
              )}
            </For>
          </div>
        </fieldset>
      </Show>
    </>
  );
};
