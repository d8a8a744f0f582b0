import { For, Show } from 'solid-js';
import { MAX_TEXT } from '#domain/case/events.ts';
import { Check } from '#ui/parts/controls/Check.tsx';
import { TextArea } from '#ui/parts/controls/Field.tsx';
import type { Capture } from '#ui/state/capture/capture.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import choices from './choices.module.css';
import styles from './capture.module.css';

/** What was seen, and whether it was put right on the spot: photos taken from then on show the after. */
export const TextFields = (props: { readonly capture: Capture }) => {
  const roles = () => [
    { role: 'scene' as const, words: captureMessages().scene },
    { role: 'after' as const, words: captureMessages().after },
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
                {({ role, words }) => (
                  <label class={choices.segment}>
                    <input
                      class={choices.input}
                      type="radio"
                      name="shot-role"
                      checked={props.capture.shotRole() === role}
                      onChange={() => props.capture.setShotRole(role)}
                    />
                    {words}
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
