import Plus from 'lucide-solid/icons/plus';
import X from 'lucide-solid/icons/x';
import { Index, Show } from 'solid-js';
import type { Settings } from '#domain/office/settings.ts';
import { settingsMessages } from '#ui/i18n/admin/settings.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import styles from './settings.module.css';

type Parts = Settings['workingHours'];
const MOST_PARTS = 4;

/** The parts of a working day. */
export const WorkingHours = (props: {
  readonly parts: Parts;
  readonly fault: string | null;
  readonly onChange: (parts: Parts) => void;
}) => {
  const setPart = (at: number, part: Partial<Parts[number]>): void =>
    props.onChange(props.parts.map((it, index) => (index === at ? { ...it, ...part } : it)));
  return (
    <section class={styles.card}>
      <h2>{settingsMessages().hours}</h2>
      <p class={styles.hint}>{settingsMessages().hoursHint}</p>
      <Index each={props.parts}>
        {(part, at) => (
          <div class={styles.hours}>
            <input
              type="time"
              class={styles.field}
              aria-label={settingsMessages().from(at + 1)}
              value={part().from}
              required
              onChange={({ currentTarget }) => setPart(at, { from: currentTarget.value })}
            />
            {settingsMessages().until}
            <input
              type="time"
              class={styles.field}
              aria-label={settingsMessages().to(at + 1)}
              value={part().to}
              required
              onChange={({ currentTarget }) => setPart(at, { to: currentTarget.value })}
            />
            <Show when={props.parts.length > 1}>
              <Button
                look="quiet"
                icon
                aria-label={settingsMessages().removePart(at + 1)}
                onClick={() => props.onChange(props.parts.filter((_, index) => index !== at))}
              >
                <X size={18} aria-hidden="true" />
              </Button>
            </Show>
          </div>
        )}
      </Index>
      <Show when={props.fault}>
        <p class={styles.fault} role="alert">
          {props.fault}
        </p>
      </Show>
      <Show when={props.parts.length < MOST_PARTS}>
        <Button onClick={() => props.onChange([...props.parts, { from: '', to: '' }])}>
          <Plus size={18} aria-hidden="true" />
          {settingsMessages().addPart}
        </Button>
      </Show>
    </section>
  );
};
