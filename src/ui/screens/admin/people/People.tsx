import type { OfficePerson } from '#domain/office/office-person.ts';
import { t } from '#ui/i18n/messages.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows, type Row } from '#ui/state/office/office.ts';
import { Register, type Column } from '#ui/screens/admin/parts/Register.tsx';
import { PersonPanel } from './PersonPanel.tsx';

/** The people of the office: who, which role, where. */
export const People = () => {
  const person = usePerson();
  const [rows, readAgain] = createRows(person, 'person');
  const scopeText = ({ scope, region }: OfficePerson): string =>
    scope.includes(region)
      ? peopleMessages().whole
      : scope
          .map((code) => {
            const grid = person.reference.grid(code);
            return grid ? `${code} ${grid.name.zh}` : code;
          })
          .join(t().separator);
  const columns = (): readonly Column<Row<'person'>>[] => [
    { title: peopleMessages().name, width: '7rem', text: ({ value }) => value.name },
    { title: peopleMessages().role, width: '6rem', text: ({ value }) => t().roles[value.role] },
    { title: peopleMessages().scope, width: 'minmax(0, 1fr)', text: ({ value }) => scopeText(value) },
    { title: peopleMessages().phone, width: '8rem', text: ({ value }) => value.phone },
  ];
  return (
    <Register
      section="people"
      title={peopleMessages().title}
      rows={rows()}
      onRetry={readAgain}
      columns={columns()}
      searched={({ value }) =>
        [value.name, value.username, value.phone, t().roles[value.role], scopeText(value)].join(' ')
      }
      canAdd
      empty={{ title: peopleMessages().empty, what: peopleMessages().emptyHint }}
      panel={(row) => <PersonPanel row={row()} onSaved={readAgain} />}
    />
  );
};
