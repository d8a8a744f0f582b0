import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js';
import type { AuditLine } from '#domain/office/messages.ts';
import { auditMessages } from '#ui/i18n/admin/audit.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { whenNear } from '#ui/parts/layout/when-near.ts';
import { address, navigate } from '#ui/route/address.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import { Loaded, Page } from '#ui/screens/admin/parts/Page.tsx';
import { err, ok, type Result } from '#domain/base/result.ts';
import { filtersHref, queryOf, readFilters, type AuditFilters } from './audit-address.ts';
import { AuditEntry } from './AuditEntry.tsx';
import { Filters } from './Filters.tsx';
import { createNames } from './names.ts';
import { rowName } from './line-words.ts';
import styles from './audit.module.css';

type Read = { readonly lines: readonly AuditLine[]; readonly more: boolean };

/** What the office did, the newest first; more is read when the end comes near. */
export const Audit = () => {
  const person = usePerson();
  const names = createNames(person);
  const filters = (): AuditFilters => readFilters(address().query);
  const change = (part: Partial<AuditFilters>): void =>
    navigate(filtersHref({ ...filters(), ...part }), { replace: true });

  const [answer, setAnswer] = createSignal<Result<Read, unknown> | undefined>();
  let round = 0;
  const read = async (isMore: boolean): Promise<void> => {
    const own = (round += 1);
    const known = answer();
    const before = isMore && known?.ok ? known.value.lines : [];
    const last = before.at(-1);
    const answered = await officeClientOf(person).audit({
      ...queryOf(filters()),
      ...(last ? { before: last.seq } : {}),
    });
    // Another question was asked meanwhile.
    if (own !== round) return;
    setAnswer(
      answered.ok
        ? ok({ lines: [...before, ...answered.value.lines], more: answered.value.more })
        : err(answered.error),
    );
  };
  createEffect(
    on(
      () => address().query,
      () => void read(false),
    ),
  );

  const watchEnd = (element: HTMLElement): void => {
    const stop = whenNear(element, () => void read(true));
    onCleanup(stop);
  };
  return (
    <Page title={auditMessages().title} actions={<Filters filters={filters()} onChange={change} />}>
      <Loaded answer={answer()} onRetry={() => void read(false)}>
        {(found) => (
          <>
            <Show when={filters().id}>
              <p class={styles.ofRow}>
                {auditMessages().ofRow(
                  found().lines[0]
                    ? rowName(found().lines[0]!, names) || auditMessages().kinds[filters().kind]!
                    : filters().id,
                )}
                <button type="button" class={styles.clear} onClick={() => change({ id: '', kind: '' })}>
                  {auditMessages().clearRow}
                </button>
              </p>
            </Show>
            <Show
              when={found().lines.length > 0}
              fallback={<EmptyState title={auditMessages().empty} what={auditMessages().emptyHint} />}
            >
              <ul class={styles.lines} aria-label={auditMessages().title}>
                <For each={found().lines}>{(line) => <AuditEntry line={line} names={names} />}</For>
              </ul>
              <Show when={found().more && found().lines.length} keyed>
                <p class={styles.end} ref={watchEnd}>
                  {shellMessages().loading}
                </p>
              </Show>
            </Show>
          </>
        )}
      </Loaded>
    </Page>
  );
};
