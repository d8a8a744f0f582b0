import { For, Show } from 'solid-js';
import type { AuditLine } from '#domain/office/messages.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { t } from '#ui/i18n/messages.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { officeChanges } from '#ui/state/office/changes.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import styles from './row-history.module.css';

const SHOWN = 5;

type Fields = Readonly<Record<string, unknown>>;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What the office did with one row, the newest first. `titles` are the names of its fields. */
export const RowHistory = (props: {
  readonly kind: string;
  readonly id: string;
  readonly titles: Readonly<Record<string, string>>;
}) => {
  const person = usePerson();
  const now = Date.now();
  const [answer] = createAnswer(() => {
    officeChanges();
    return officeClientOf(person).audit({ kind: props.kind, id: props.id });
  });
  const lines = (): readonly AuditLine[] => {
    const answered = answer();
    return answered?.ok ? answered.value.lines.slice(0, SHOWN) : [];
  };
  const what = ({ before, after }: AuditLine): string => {
    if (!before) return shellMessages().added;
    const [from, to] = [before as Fields, (after ?? {}) as Fields];
    if (!isSame(from['retired'], to['retired']))
      return to['retired'] ? shellMessages().retire : shellMessages().restore;
    const changed = Object.entries(props.titles).filter(([field]) => !isSame(from[field], to[field]));
    return shellMessages().edited(changed.map(([, title]) => title).join(t().separator));
  };
  const who = ({ by }: AuditLine): string =>
    by === null ? shellMessages().product : (person.reference.person(by)?.name ?? '');
  return (
    <Show when={lines().length > 0}>
      <section class={styles.history}>
        <h3 class={styles.title}>{shellMessages().history}</h3>
        <ol class={styles.lines}>
          <For each={lines()}>
            {(line) => (
              <li class={styles.line}>
                <time class={styles.time} dateTime={new Date(line.at).toISOString()}>
                  {shortTime(line.at, now)}
                </time>
                <span>
                  {what(line)}
                  <span class={styles.who}>
                    {t().separator}
                    {who(line)}
                    <Show when={line.source}>
                      {t().separator}
                      {line.source}
                    </Show>
                  </span>
                </span>
              </li>
            )}
          </For>
        </ol>
      </section>
    </Show>
  );
};
