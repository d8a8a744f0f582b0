import { For, Show } from 'solid-js';
import { auditMessages } from '#ui/i18n/admin/audit.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { language } from '#ui/i18n/messages.ts';
import { Link } from '#ui/route/Link.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import { actionOf, changesOf } from '#ui/screens/admin/audit/line-words.ts';
import { createNames } from '#ui/screens/admin/audit/names.ts';
import styles from './last-edits.module.css';

const SHOWN = 5;

/** The last edits of a row, and the way to all of them. `seq`: the version that is shown; another one is read anew. */
export const LastEdits = (props: { readonly kind: string; readonly id: string; readonly seq: number }) => {
  const person = usePerson();
  const names = createNames(person);
  const [answer] = createAnswer(() => {
    const { kind, id, seq } = props;
    return officeClientOf(person).audit({ kind, id, before: seq + 1 });
  });
  const lines = () => {
    const read = answer();
    return read?.ok ? read.value.lines.slice(0, SHOWN) : [];
  };
  const what = (line: ReturnType<typeof lines>[number]): string => {
    const action = actionOf(line);
    const fields = action === 'changed' ? [...new Set(changesOf(line, names).map(({ field }) => field))] : [];
    return [auditMessages().actions[action], fields.join(language() === 'zh' ? '、' : ', ')].join(' ').trim();
  };
  return (
    <section class={styles.edits}>
      <h2 class={styles.title}>{auditMessages().last}</h2>
      <Show when={lines().length > 0} fallback={<p class={styles.none}>{auditMessages().none}</p>}>
        <ul class={styles.lines}>
          <For each={lines()}>
            {(line) => (
              <li class={styles.line}>
                <span class={styles.time}>{shortTime(line.at, person.now())}</span>
                <span>
                  {line.by === null ? auditMessages().product : (names.person(line.by) ?? line.by)}{' '}
                  {what(line)}
                </span>
              </li>
            )}
          </For>
        </ul>
        <Link href={`/admin/audit?kind=${props.kind}&id=${encodeURIComponent(props.id)}`}>
          {auditMessages().all}
        </Link>
      </Show>
    </section>
  );
};
