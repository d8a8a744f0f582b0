import { createLastContact } from '#ui/state/cases/cases.ts';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { clock } from '#ui/i18n/format.ts';
import styles from './freshness.module.css';

/** How current the desk is: a dot and a text. */
export const Freshness = () => {
  const person = usePerson();
  const { online } = useApp();
  const contact = createLastContact(person);
  const state = () => {
    if (!online() || person.sync.status().error === 'offline') return 'offline';
    return person.sync.live() === 'on' ? 'live' : 'dated';
  };
  const text = () => {
    const current = state();
    if (current !== 'dated') return deskMessages()[current];
    const at = contact();
    if (at === undefined) return '';
    return at === null ? deskMessages().neverUpdated : deskMessages().updated(clock(person.corrected(at)));
  };
  return (
    <p class={styles.fresh} data-state={state()} hidden={text() === ''} role="status">
      <span class={styles.text}>{text()}</span>
    </p>
  );
};
