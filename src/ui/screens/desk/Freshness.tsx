import { createLastContact } from '#ui/state/cases/cases.ts';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { clock } from '#ui/i18n/format.ts';
import styles from './freshness.module.css';

/** How current the desk is, by a dot and in words. */
export const Freshness = () => {
  const person = usePerson();
  const { online } = useApp();
  const contact = createLastContact(person);
  const state = () => {
    if (!online() || person.sync.status().error === 'offline') return 'offline';
    return person.sync.live() === 'on' ? 'live' : 'dated';
  };
  const words = () => {
    const it = state();
    if (it !== 'dated') return deskMessages()[it];
    const at = contact();
    if (at === undefined) return '';
    return at === null ? deskMessages().neverUpdated : deskMessages().updated(clock(at));
  };
  return (
    <p class={styles.fresh} data-state={state()} hidden={words() === ''} role="status">
      <span class={styles.words}>{words()}</span>
    </p>
  );
};
