import { createMemo, createSignal, Show } from 'solid-js';
import { ok } from '#domain/base/result.ts';
import { roles } from '#domain/ledger/roles.ts';
import type { IssuedCode } from '#domain/office/messages.ts';
import { t } from '#ui/i18n/messages.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows, type Row } from '#ui/state/office/office.ts';
import { createScopeTree } from '#ui/state/office/scope-places.ts';
import { ImportButton } from '#ui/screens/admin/parts/import/ImportButton.tsx';
import { nameText } from '#ui/screens/admin/parts/name-text.ts';
import { Register, type Column } from '#ui/screens/admin/parts/register/Register.tsx';
import { scopeText } from '#ui/screens/admin/parts/scope/scope-text.ts';
import { isExpired } from './Certificate.tsx';
import { ObserverLink } from './ObserverLink.tsx';
import { PersonPanel } from './PersonPanel.tsx';
import { CodesSheet, PrintCodes } from './PrintCodes.tsx';
import styles from './enrolment-code.module.css';

const byName = new Intl.Collator('zh', { numeric: true });
const byRoleAndPlace = ({ value: a }: Row<'person'>, { value: b }: Row<'person'>): number =>
  roles.indexOf(a.role) - roles.indexOf(b.role) ||
  (a.scope[0] ?? '').localeCompare(b.scope[0] ?? '') ||
  byName.compare(a.name, b.name);

/** The people of the office: who, which role, where. */
export const People = () => {
  const person = usePerson();
  const [rows, readAgain] = createRows(person, 'person');
  const [units] = createRows(person, 'unit');
  const tree = createScopeTree(person);
  const [codes, setCodes] = createSignal<readonly IssuedCode[]>([]);
  const all = createMemo(() => {
    const read = rows();
    return read?.ok ? read.value.toSorted(byRoleAndPlace) : [];
  });
  const unitRows = () => {
    const read = units();
    return read?.ok ? read.value : [];
  };
  const unitName = (id: string | null | undefined): string => {
    const unit = id ? unitRows().find((row) => row.id === id) : undefined;
    return unit ? nameText(unit.value.name) : '';
  };
  const columns = (): readonly Column<Row<'person'>>[] => [
    { title: peopleMessages().name, width: '7rem', text: ({ value }) => value.name },
    {
      title: peopleMessages().role,
      width: '8.5rem',
      text: ({ value }) => (
        <>
          {t().roles[value.role]}
          <Show when={isExpired(value.certificate)}>
            {t().separator}
            <strong class={styles.expired}>{peopleMessages().certificateMark}</strong>
          </Show>
        </>
      ),
    },
    {
      title: peopleMessages().scope,
      width: 'minmax(0, 1fr)',
      text: ({ value }) => unitName(value.unit) || scopeText(value.scope, tree()),
    },
    { title: peopleMessages().phone, width: '7.5rem', text: ({ value }) => value.phone },
  ];
  return (
    <>
      <Register
        section="people"
        title={peopleMessages().title}
        rows={rows()?.ok ? ok(all()) : rows()}
        onRetry={readAgain}
        columns={columns()}
        searched={({ value }) =>
          [
            value.name,
            value.username,
            value.phone,
            value.certificate?.number,
            t().roles[value.role],
            scopeText(value.scope, tree()),
            unitName(value.unit),
          ].join(' ')
        }
        canAdd
        actions={
          <>
            <Show when={tree()}>{(it) => <ObserverLink tree={it()} />}</Show>
            <ImportButton kind="person" />
          </>
        }
        bulk={(chosen) => <PrintCodes people={chosen()} onCodes={setCodes} />}
        empty={{ title: peopleMessages().empty, what: peopleMessages().emptyHint }}
        panel={(row) => (
          <Show when={tree()}>
            {(it) => <PersonPanel row={row()} units={unitRows()} tree={it()} onSaved={readAgain} />}
          </Show>
        )}
      />
      <CodesSheet codes={codes()} people={all().map(({ value }) => value)} onClose={() => setCodes([])} />
    </>
  );
};
