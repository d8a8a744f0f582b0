import { Show } from 'solid-js';
import { usePerson } from '#ui/state/app/context.ts';
import { createWifiChoice } from '#ui/state/sync/wifi-choice.ts';
import { outboxMessages } from '#ui/i18n/outbox.ts';
import { Check } from '#ui/parts/controls/Check.tsx';
import styles from './wifi-choice.module.css';

/** Photos over Wi-Fi only: shown if the browser reports whether the link is metered. */
export const WifiChoice = () => {
  const { isOffered, isChosen, choose } = createWifiChoice(usePerson());
  return (
    <Show when={isOffered()}>
      <div class={styles.choice}>
        <Check isChecked={isChosen()} describedBy="wifi-hint" onChange={(it) => void choose(it)}>
          {outboxMessages().wifiOnly}
        </Check>
        <p id="wifi-hint" class={styles.hint}>
          {outboxMessages().wifiOnlyHint}
        </p>
      </div>
    </Show>
  );
};
