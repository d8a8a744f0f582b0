import { createMemo, createSignal, Show } from 'solid-js';
import { Chips } from '#ui/parts/controls/Chips.tsx';
import { EmptyState } from '#ui/parts/layout/EmptyState.tsx';
import { LongList } from '#ui/parts/layout/LongList.tsx';
import { ReportCard } from '#ui/parts/case/ReportCard.tsx';
import { Screen } from '#ui/parts/layout/Screen.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import type { ReportSummary } from '#ui/state/cases/reports.ts';
import { reportsMessages } from '#ui/i18n/reports.ts';
import styles from './reports.module.css';

const predicates = {
  all: () => true,
  sending: ({ trust }: ReportSummary) => trust.kind !== 'complete' && trust.kind !== 'rejected',
  decided: ({ state }: ReportSummary) => state !== null && state !== 'reported',
  rejected: ({ trust }: ReportSummary) => trust.kind === 'rejected',
} as const;
type Filter = keyof typeof predicates;
const filters = Object.keys(predicates) as Filter[];

/** All reports of the person, with case state and trust state. */
export const Reports = () => {
  const { reports } = usePerson();
  const [filter, setFilter] = createSignal<Filter>('all');
  const counts = createMemo(
    () =>
      Object.fromEntries(
        filters.map((name) => [name, reports()?.filter(predicates[name]).length ?? 0]),
      ) as Record<Filter, number>,
  );
  const shown = createMemo(() => reports()?.filter(predicates[filter()]) ?? []);
  return (
    <Screen title={reportsMessages().title}>
      <Chips
        label={reportsMessages().filterLabel}
        name="report-filter"
        value={filter()}
        options={filters.map((value) => ({
          value,
          label: reportsMessages().filters[value],
          count: counts()[value],
        }))}
        onChoose={setFilter}
      />
      <ul class={styles.cards}>
        <LongList items={shown()}>
          {(report) => (
            <li>
              <ReportCard report={report()} level={2} />
            </li>
          )}
        </LongList>
      </ul>
      <Show when={reports() && shown().length === 0}>
        <EmptyState title={filter() === 'all' ? reportsMessages().empty : reportsMessages().emptyFiltered} />
      </Show>
    </Screen>
  );
};
