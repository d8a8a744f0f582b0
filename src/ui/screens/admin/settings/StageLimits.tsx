import { For, Show } from 'solid-js';
import { stages, type Settings } from '#domain/office/settings.ts';
import { settingsMessages } from '#ui/i18n/admin/settings.ts';
import styles from './settings.module.css';

type Limits = Settings['stageLimits'];

/** The limit of each stage, for normal and for urgent kinds. */
export const StageLimits = (props: {
  readonly normal: Limits;
  readonly urgent: Limits;
  readonly fault: string | null;
  readonly onChange: (part: { stageLimits?: Limits; urgentLimits?: Limits }) => void;
}) => (
  <section class={styles.card}>
    <h2>{settingsMessages().limits}</h2>
    <p class={styles.hint}>{settingsMessages().limitsHint}</p>
    <table class={styles.limits}>
      <thead>
        <tr>
          <th scope="col">{settingsMessages().stage}</th>
          <th scope="col">{settingsMessages().normal}</th>
          <th scope="col">{settingsMessages().urgent}</th>
        </tr>
      </thead>
      <tbody>
        <For each={stages}>
          {(stage) => (
            <tr>
              <th scope="row">{settingsMessages().stages[stage]}</th>
              <td>
                <Minutes
                  label={settingsMessages().minutesOf(
                    settingsMessages().stages[stage],
                    settingsMessages().normal,
                  )}
                  value={props.normal[stage]}
                  onInput={(minutes) =>
                    props.onChange({ stageLimits: { ...props.normal, [stage]: minutes } })
                  }
                />
              </td>
              <td>
                <Minutes
                  label={settingsMessages().minutesOf(
                    settingsMessages().stages[stage],
                    settingsMessages().urgent,
                  )}
                  value={props.urgent[stage]}
                  onInput={(minutes) =>
                    props.onChange({ urgentLimits: { ...props.urgent, [stage]: minutes } })
                  }
                />
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
    <Show when={props.fault}>
      <p class={styles.fault} role="alert">
        {props.fault}
      </p>
    </Show>
  </section>
);

const Minutes = (props: {
  readonly label: string;
  readonly value: number;
  readonly onInput: (minutes: number) => void;
}) => (
  <input
    type="number"
    class={styles.field}
    aria-label={props.label}
    value={props.value}
    min="1"
    max="100000"
    required
    onInput={({ currentTarget }) => props.onInput(currentTarget.valueAsNumber)}
  />
);
