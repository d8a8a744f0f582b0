import MailWarning from 'lucide-solid/icons/mail-warning';
import { Show } from 'solid-js';
import { Link } from '#ui/route/Link.tsx';
import { createLastContact } from '#ui/state/cases/cases.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createDeadLetterList } from '#ui/state/cases/dead-letters.ts';
import { deadLetterMessages } from '#ui/i18n/dead-letters.ts';
import { DEAD_LETTERS } from './dead-letter-address.ts';
import styles from './dead-letters-link.module.css';

/** The link from the desk to the dead letters, with the number of open ones. Read again after each pull. */
export const DeadLettersLink = () => {
  const person = usePerson();
  const [list] = createDeadLetterList(person, createLastContact(person));
  const open = (): number => {
    const answered = list();
    return answered?.ok ? answered.value.open : 0;
  };
  return (
    <Link class={styles.link} href={DEAD_LETTERS}>
      <MailWarning class={styles.icon} size={18} aria-hidden="true" />
      {deadLetterMessages().title}
      <Show when={open() > 0}>
        <span class={styles.count} aria-hidden="true">
          {open()}
        </span>
        <span class="visually-hidden">{deadLetterMessages().openCount(open())}</span>
      </Show>
    </Link>
  );
};
