import { Show } from 'solid-js';
import { usePerson } from '#ui/state/context.ts';
import { createWifiChoice } from '#ui/state/wifi-choice.ts';
import { outboxWords } from '#ui/words/outbox.ts';
import styles from './wifi-choice.module.css';

/** Photos over Wi-Fi only, where the browser can tell. */
export const WifiChoice = () => {
  const { isOffered, isChosen, choose } = createWifiChoice(usePerson());
  return (
    <Show when={isOffered()}>
      <div class={styles.choice}>
        <label class={styles.check}>
          <input
            type="checkbox"
            checked={isChosen()}
            aria-describedby="wifi-hint"
            onChange={(event) => void choose(event.currentTarget.checked)}
          />
          {outboxWords().wifiOnly}
        </label>
        <p id="wifi-hint" class={styles.hint}>
          {outboxWords().wifiOnlyWhat}
        </p>
      </div>
    </Show>
  );
};
