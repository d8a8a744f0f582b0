import Ban from 'lucide-solid/icons/ban';
import Check from 'lucide-solid/icons/check';
import { Match, Switch } from 'solid-js';
import { t } from '#ui/i18n/messages.ts';
import styles from './badges.module.css';
import type { CaseState } from '#domain/case/states.ts';

const looks: Partial<Record<CaseState, 'open' | 'over'>> = {
  reported: 'open',
  dismissed: 'over',
  merged: 'over',
  suspended: 'over',
};

/** Reported cases are outlined; cases in work and closed ones are filled with a tick; dismissed, merged and suspended
 * ones are grey with a bar. */
export const StateBadge = (props: { state: CaseState }) => {
  const look = () => looks[props.state] ?? 'taken';
  return (
    <span class={`${styles.badge} ${styles[look()]}`}>
      <Switch>
        <Match when={look() === 'taken'}>
          <Check class={styles.shape} strokeWidth={4} />
        </Match>
        <Match when={look() === 'over'}>
          <Ban class={styles.shape} strokeWidth={3} />
        </Match>
      </Switch>
      {t().states[props.state]}
    </span>
  );
};
