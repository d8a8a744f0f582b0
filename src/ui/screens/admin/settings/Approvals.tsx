import Plus from 'lucide-solid/icons/plus';
import X from 'lucide-solid/icons/x';
import { For, Index, Show, type JSX } from 'solid-js';
import { roles } from '#domain/ledger/roles.ts';
import { approvals, type Approval } from '#domain/office/settings.ts';
import { capabilities } from '#domain/people/capabilities.ts';
import { settingsMessages } from '#ui/i18n/admin/settings.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { approvalText } from './settings-text.ts';
import styles from './settings.module.css';

/** Those who sit at the desk decide. */
const deciders = roles.filter((role) => capabilities[role].tabs.includes('desk'));

/** The table of approvals; under each row the sentence that it stands for. */
export const Approvals = (props: {
  readonly rows: readonly Approval[];
  readonly faultOf: (row: number) => string | null;
  readonly onChange: (rows: readonly Approval[]) => void;
  /** What belongs to it, below the table. */
  readonly children: JSX.Element;
}) => {
  const { reference } = usePerson();
  const nameOf = (code: string): string | undefined => {
    const kind = reference.kind(code);
    return kind && `${code} ${named(kind.short)}`;
  };
  const setRow = (at: number, part: Partial<Approval>): void =>
    props.onChange(props.rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const add = (): void =>
    props.onChange([
      ...props.rows,
      {
        what: approvals[0],
        fromTime: 1,
        fromCases: 1,
        role: deciders.find((it) => !capabilities[it].administers)!,
      },
    ]);
  return (
    <section class={`${styles.card} ${styles.whole}`}>
      <h2>{settingsMessages().approvals}</h2>
      <p class={styles.hint}>
        {props.rows.length > 0 ? settingsMessages().approvalsHint : settingsMessages().noApprovals}
      </p>
      <Show when={props.rows.length > 0}>
        <div class={`${styles.approval} ${styles.columns}`} aria-hidden="true">
          <span>{settingsMessages().columns.what}</span>
          <span>{settingsMessages().columns.hazard}</span>
          <span>{settingsMessages().columns.fromTime}</span>
          <span>{settingsMessages().columns.fromCases}</span>
          <span>{settingsMessages().columns.role}</span>
        </div>
      </Show>
      <ul class={styles.approvals}>
        <Index each={props.rows}>
          {(row, at) => (
            <li>
              <div class={styles.approval}>
                <select
                  class={styles.field}
                  aria-label={settingsMessages().what(at + 1)}
                  onChange={({ currentTarget }) =>
                    setRow(at, { what: currentTarget.value as Approval['what'] })
                  }
                >
                  <For each={approvals}>
                    {(what) => (
                      <option value={what} selected={row().what === what}>
                        {settingsMessages().approvalKinds[what]}
                      </option>
                    )}
                  </For>
                </select>
                <select
                  class={styles.field}
                  aria-label={settingsMessages().hazard(at + 1)}
                  onChange={({ currentTarget }) => {
                    const { hazard: _, ...rest } = row();
                    const hazard = currentTarget.value;
                    props.onChange(
                      props.rows.map((it, index) =>
                        index === at ? { ...rest, ...(hazard && { hazard }) } : it,
                      ),
                    );
                  }}
                >
                  <option value="" selected={!row().hazard}>
                    {settingsMessages().allHazards}
                  </option>
                  <For each={reference.kinds().filter((it) => !it.retired || it.code === row().hazard)}>
                    {(kind) => (
                      <option value={kind.code} selected={row().hazard === kind.code}>
                        {kind.code} {named(kind.short)}
                      </option>
                    )}
                  </For>
                </select>
                <input
                  type="number"
                  class={styles.field}
                  aria-label={settingsMessages().fromTime(at + 1)}
                  value={row().fromTime}
                  min="1"
                  max="99"
                  required
                  onInput={({ currentTarget }) => setRow(at, { fromTime: currentTarget.valueAsNumber })}
                />
                <input
                  type="number"
                  class={styles.field}
                  aria-label={settingsMessages().fromCases(at + 1)}
                  value={row().fromCases}
                  min="1"
                  max="9999"
                  required
                  onInput={({ currentTarget }) => setRow(at, { fromCases: currentTarget.valueAsNumber })}
                />
                <select
                  class={styles.field}
                  aria-label={settingsMessages().role(at + 1)}
                  onChange={({ currentTarget }) =>
                    setRow(at, { role: currentTarget.value as Approval['role'] })
                  }
                >
                  <For each={deciders}>
                    {(role) => (
                      <option value={role} selected={row().role === role}>
                        {t().roles[role]}
                      </option>
                    )}
                  </For>
                </select>
                <Button
                  look="quiet"
                  icon
                  aria-label={settingsMessages().removeApproval(at + 1)}
                  onClick={() => props.onChange(props.rows.filter((_, index) => index !== at))}
                >
                  <X size={18} aria-hidden="true" />
                </Button>
              </div>
              <p class={styles.sentence}>{approvalText(row(), nameOf)}</p>
              <Show when={props.faultOf(at)}>
                <p class={styles.fault} role="alert">
                  {props.faultOf(at)}
                </p>
              </Show>
            </li>
          )}
        </Index>
      </ul>
      <Button onClick={add}>
        <Plus size={18} aria-hidden="true" />
        {settingsMessages().addApproval}
      </Button>
      {props.children}
    </section>
  );
};
