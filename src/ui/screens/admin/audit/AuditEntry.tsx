import { createSignal, For, Show } from 'solid-js';
import type { AuditLine } from '#domain/office/messages.ts';
import { auditMessages } from '#ui/i18n/admin/audit.ts';
import { exactTime } from '#ui/i18n/format.ts';
import { Link } from '#ui/route/Link.tsx';
import { actionOf, changesOf, isOfRow, rowHref, rowName, type Names } from './line-words.ts';
import styles from './audit.module.css';

/** A new row has many fields: the first ones are shown. */
const SHOWN = 4;

/** One line: who, when, what, and what changed. */
export const AuditEntry = (props: { readonly line: AuditLine; readonly names: Names }) => {
  const [isWhole, setWhole] = createSignal(false);
  const changes = () => changesOf(props.line, props.names);
  const shown = () => (isWhole() ? changes() : changes().slice(0, SHOWN));
  const name = () => rowName(props.line, props.names);
  const kind = () => auditMessages().kinds[props.line.kind] ?? props.line.kind;
  const isNew = () => actionOf(props.line) === 'added' || !isOfRow(props.line);
  return (
    <li class={styles.entry}>
      <div class={styles.when}>
        <time dateTime={new Date(props.line.at).toISOString()}>{exactTime(props.line.at)}</time>
        <span>
          {props.line.by === null
            ? auditMessages().product
            : (props.names.person(props.line.by) ?? props.line.by)}
        </span>
      </div>
      <div class={styles.what}>
        <p class={styles.headline}>
          <Show when={isOfRow(props.line)} fallback={<strong>{kind()}</strong>}>
            <strong data-action={actionOf(props.line)}>
              {auditMessages().actions[actionOf(props.line)]}
            </strong>{' '}
            {name() === '' ? '' : auditMessages().kindInside(kind())}
          </Show>{' '}
          <Show when={rowHref(props.line)} fallback={name()}>
            {(href) => <Link href={href()}>{name() || kind()}</Link>}
          </Show>
        </p>
        <Show when={shown().length > 0}>
          <dl class={styles.changes}>
            <For each={shown()}>
              {({ field, before, after }) => (
                <div class={styles.change}>
                  <dt>{field}</dt>
                  <dd translate="no">
                    <Show when={!isNew() && before !== ''}>
                      <del>{before}</del>{' '}
                    </Show>
                    <Show when={after !== ''}>
                      <span aria-hidden="true">{isNew() ? '' : before === '' ? '+ ' : '→ '}</span>
                      <ins>{after}</ins>
                    </Show>
                  </dd>
                </div>
              )}
            </For>
          </dl>
        </Show>
        <Show when={!isWhole() && changes().length > SHOWN}>
          <button type="button" class={styles.clear} onClick={() => setWhole(true)}>
            {auditMessages().more(changes().length - SHOWN)}
          </button>
        </Show>
        <Show when={props.line.source}>
          {(file) => <p class={styles.source}>{auditMessages().source(file())}</p>}
        </Show>
      </div>
    </li>
  );
};
