import { createLastContact } from '#ui/state/cases.ts';
import { useApp, usePerson } from '#ui/state/context.ts';
import { deskWords } from '#ui/words/desk.ts';
import { clock } from '#ui/words/format.ts';
import styles from './freshness.module.css';

/** How current the desk is, by a dot and in words. */
export const Freshness = () => {
  const person = usePerson();
  const { online } = useApp();
  const contact = createLastContact(person);
  const isOffline = () => !online() || person.sync.status().error === 'offline';
  const words = () => {
    if (isOffline()) return deskWords().offline;
    if (person.sync.live() === 'on') return deskWords().live;
    const at = contact();
    if (at === undefined) return '';
    return at === null ? deskWords().neverUpdated : deskWords().updated(clock(at));
  };
  return (
    <p class={styles.fresh} data-offline={isOffline()} hidden={words() === ''} role="status">
      <span class={styles.words}>{words()}</span>
    </p>
  );
};
