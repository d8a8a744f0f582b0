import { For } from 'solid-js';
import { capabilities } from '#domain/people/capabilities.ts';
import { auditMessages } from '#ui/i18n/admin/audit.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows } from '#ui/state/office/office.ts';
import type { AuditFilters } from './audit-address.ts';
import styles from './audit.module.css';

/** Kind, person and period. Each choice takes effect at once. */
export const Filters = (props: {
  readonly filters: AuditFilters;
  readonly onChange: (part: Partial<AuditFilters>) => void;
}) => {
  const [rows] = createRows(usePerson(), 'person');
  const people = () => {
    const read = rows();
    return read?.ok ? read.value : [];
  };
  return (
    <div class={styles.filters} role="group" aria-label={auditMessages().filters}>
      <select
        class={styles.field}
        aria-label={auditMessages().kind}
        onChange={({ currentTarget }) => props.onChange({ kind: currentTarget.value, id: '' })}
      >
        <option value="" selected={props.filters.kind === ''}>
          {auditMessages().allKinds}
        </option>
        <For each={Object.keys(auditMessages().kinds)}>
          {(kind) => (
            <option value={kind} selected={props.filters.kind === kind}>
              {auditMessages().kinds[kind]}
            </option>
          )}
        </For>
      </select>
      <select
        class={styles.field}
        aria-label={auditMessages().by}
        onChange={({ currentTarget }) => props.onChange({ by: currentTarget.value })}
      >
        <option value="" selected={props.filters.by === ''}>
          {auditMessages().allPeople}
        </option>
        <For each={people().filter(({ value }) => capabilities[value.role].administers)}>
          {({ id, value }) => (
            <option value={id} selected={props.filters.by === id}>
              {value.name}
            </option>
          )}
        </For>
      </select>
      <label class={styles.period}>
        {auditMessages().from}
        <input
          type="date"
          class={styles.field}
          value={props.filters.from}
          max={props.filters.to}
          onChange={({ currentTarget }) => props.onChange({ from: currentTarget.value })}
        />
      </label>
      <label class={styles.period}>
        {auditMessages().to}
        <input
          type="date"
          class={styles.field}
          value={props.filters.to}
          min={props.filters.from}
          onChange={({ currentTarget }) => props.onChange({ to: currentTarget.value })}
        />
      </label>
    </div>
  );
};
