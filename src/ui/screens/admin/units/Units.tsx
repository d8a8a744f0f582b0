import { createMemo, Show } from 'solid-js';
import { unitMessages } from '#ui/i18n/admin/units.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows, type Row } from '#ui/state/office/office.ts';
import { createScopeTree } from '#ui/state/office/scope-places.ts';
import { ImportButton } from '#ui/screens/admin/parts/import/ImportButton.tsx';
import { nameText } from '#ui/screens/admin/parts/name-text.ts';
import { Register, type Column } from '#ui/screens/admin/parts/register/Register.tsx';
import { scopeText } from '#ui/screens/admin/parts/scope/scope-text.ts';
import { UnitPanel } from './UnitPanel.tsx';

/** The responsible units: who rectifies what, and where. */
export const Units = () => {
  const person = usePerson();
  const [rows, readAgain] = createRows(person, 'unit');
  const [people] = createRows(person, 'person');
  const tree = createScopeTree(person);
  const inUse = createMemo(() => {
    const read = people();
    return read?.ok ? read.value.filter(({ value }) => !value.retired) : [];
  });
  const peopleOf = (unit: string) => inUse().filter(({ value }) => value.unit === unit);
  const name = ({ value }: Row<'unit'>): string => nameText(value.name);
  const columns = (): readonly Column<Row<'unit'>>[] => [
    { title: unitMessages().nameColumn, width: 'minmax(9rem, 1fr)', text: name },
    { title: unitMessages().kind, width: '9rem', text: ({ value }) => unitMessages().kinds[value.kind] },
    {
      title: unitMessages().scope,
      width: 'minmax(0, 1.2fr)',
      text: ({ value }) => scopeText(value.scope, tree()),
    },
    {
      title: unitMessages().contact,
      width: '11rem',
      text: ({ value }) => [value.contact?.name, value.contact?.phone].filter(Boolean).join(' '),
    },
    {
      title: unitMessages().people,
      width: '4.5rem',
      text: ({ id }) => (peopleOf(id).length > 0 ? unitMessages().peopleCount(peopleOf(id).length) : ''),
    },
  ];
  return (
    <Register
      section="units"
      title={unitMessages().title}
      rows={rows()}
      onRetry={readAgain}
      columns={columns()}
      searched={({ value }) =>
        [
          value.name.zh,
          value.name.en,
          value.contact?.name,
          value.contact?.phone,
          unitMessages().kinds[value.kind],
          scopeText(value.scope, tree()),
          value.hazards.join(' '),
        ].join(' ')
      }
      canAdd
      actions={<ImportButton kind="unit" />}
      empty={{ title: unitMessages().empty, what: unitMessages().emptyHint }}
      panel={(row) => (
        <Show when={tree()}>
          {(it) => (
            <UnitPanel
              row={row()}
              tree={it()}
              people={row() ? peopleOf(row()!.id) : []}
              onSaved={readAgain}
            />
          )}
        </Show>
      )}
    />
  );
};
