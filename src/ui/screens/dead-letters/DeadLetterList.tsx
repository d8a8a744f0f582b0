import { For, Show } from 'solid-js';
import { Link } from '#ui/route/Link.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import type { DeadLettersAnswer } from '#domain/protocol/dead-letters.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { deadLetterMessages } from '#ui/i18n/dead-letters.ts';
import { t } from '#ui/i18n/messages.ts';
import { deadLetterHref } from './dead-letter-address.ts';
import { typeLabel, reasonText } from './dead-letter-messages.ts';
import styles from './dead-letters.module.css';

type Line = DeadLettersAnswer['letters'][number];

/** Open dead letters, then resolved ones: reason, type, sender, phone, time. */
export const DeadLetterList = (props: {
  readonly letters: readonly Line[];
  readonly openHash: string | undefined;
  readonly replaces: boolean;
}) => {
  const { reference, now } = usePerson();
  const nameOf = (id: string): string => reference.person(id)?.name ?? detailMessages().unknownPerson;
  const resolutionText = ({ by, at }: NonNullable<Line['settled']>): string => {
    const when = shortTime(at, now());
    return by === null
      ? deadLetterMessages().resubmittedAt(when)
      : deadLetterMessages().resolvedBy(nameOf(by), when);
  };
  const groups = () => [
    { title: deadLetterMessages().open, lines: props.letters.filter(({ settled }) => settled === null) },
    { title: deadLetterMessages().resolved, lines: props.letters.filter(({ settled }) => settled !== null) },
  ];
  return (
    <For each={groups()}>
      {({ title, lines }) => (
        <Show when={lines.length > 0}>
          <h2 class={styles.group}>
            {title}
            {t().separator}
            {lines.length}
          </h2>
          <ul aria-label={title}>
            <For each={lines}>
              {(line) => (
                <li>
                  <Link
                    class={styles.line}
                    href={deadLetterHref(line)}
                    replace={props.replaces}
                    aria-current={props.openHash === line.hash ? 'page' : 'false'}
                    data-open={props.openHash === line.hash}
                    data-settled={line.settled !== null}
                  >
                    <span class={styles.reason}>{reasonText(line.reason)}</span>
                    <span class={styles.soft}>
                      {[
                        typeLabel(line.event?.type),
                        nameOf(line.person),
                        line.deviceLabel,
                        shortTime(line.receivedAt, now()),
                      ]
                        .filter(Boolean)
                        .join(t().separator)}
                    </span>
                    <Show when={line.settled}>
                      {(settled) => <span class={styles.soft}>✓ {resolutionText(settled())}</span>}
                    </Show>
                  </Link>
                </li>
              )}
            </For>
          </ul>
        </Show>
      )}
    </For>
  );
};
