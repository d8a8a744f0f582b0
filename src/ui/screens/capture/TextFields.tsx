import { For, Show } from 'solid-js';
import { Check } from '#ui/parts/controls/Check.tsx';
import { TextArea } from '#ui/parts/controls/Field.tsx';
import type { Capture } from '#ui/state/capture/capture.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import choices from './choices.module.css';
import styles from './capture.module.css';
import { MAX_TEXT } from '#domain/base/text.ts';

/** Description, and handled on the spot: photos taken after that choice are after photos. */
export const TextFields = (props: { readonly capture: Capture }) => {
  const roles = () => [
    { role: 'scene' as const, label: captureMessages().scene },
    { role: 'after' as const, label: captureMessages().after },
  ];
  return (
    <section class={styles.group}>
      <TextArea
        label={captureMessages().description}
        value={props.capture.form().description}
        placeholder={captureMessages().descriptionHint}
        maxLength={MAX_TEXT}
        onInput={(event) => props.capture.change({ description: event.currentTarget.value })}
      />
      <div class={styles.handled}>
        <Check
          isChecked={props.capture.form().handled}
          describedBy={props.capture.form().handled ? 'handled-hint' : undefined}
          onChange={props.capture.setHandled}
        >
          {captureMessages().handled}
        </Check>
        <Show when={props.capture.form().handled}>
          <p id="handled-hint" class={styles.hint}>
            {captureMessages().handledHint}
          </p>
          <fieldset>
            <legend class={choices.legend}>{captureMessages().shotRole}</legend>
            <div class={choices.segments}>
              <For each={roles()}>
                {({ role, label }) => (
                  <label class={choices.segment}>
                    <input
                      class={choices.input}
                      type="radio"
                      name="shot-role"
                      checked={props.capture.shotSlot() === role}
                      onChange={() => props.capture.setShotSlot(role)}
                    />
                    {label}
                  </label>
                )}
              </For>
            </div>
          </fieldset>
        </Show>
      </div>
    </section>
  );
};
