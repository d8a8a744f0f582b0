import { For } from 'solid-js';
import { renderSVG } from 'uqr';
import type { IssuedCode } from '#domain/office/messages.ts';
import type { OfficePerson } from '#domain/office/office-person.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from './enrolment-code.module.css';

/** The codes of several people, to print and hand out. */
export const EnrolmentSheet = (props: {
  readonly codes: readonly IssuedCode[];
  readonly people: readonly OfficePerson[];
}) => {
  const personOf = ({ person }: IssuedCode) => props.people.find(({ id }) => id === person);
  return (
    <ul class={styles.sheet}>
      <For each={props.codes}>
        {(code) => (
          <li class={styles.slip}>
            <div class={styles.qr} innerHTML={renderSVG(code.link, { border: 2 })} />
            <div>
              <p>
                <strong>{personOf(code)?.name}</strong> {t().roles[personOf(code)?.role ?? 'patroller']}
              </p>
              <p class={styles.letters}>{code.code}</p>
              <p class={styles.hint}>{peopleMessages().codeHint}</p>
            </div>
          </li>
        )}
      </For>
    </ul>
  );
};
