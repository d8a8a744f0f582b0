/** The rows of people, with what phones do not receive. */
import type { Millis } from '#domain/base/units.ts';
import { personOfOffice, type OfficePerson } from '#domain/office/office-person.ts';
import { chunksOf, type Writing } from '#server/store/store.ts';
import type { PersonRow } from './authority.ts';
import type { Feed } from './feed.ts';
import { editReference, type Editor } from './reference.ts';

export const officePersonOf = (row: PersonRow): OfficePerson => ({
  id: row.id,
  name: row.name,
  role: row.role,
  region: row.region,
  scope: JSON.parse(row.scope) as string[],
  unit: row.unit,
  phone: row.phone,
  username: row.username,
  certificate: row.certificate === null ? null : (JSON.parse(row.certificate) as OfficePerson['certificate']),
  ...(row.retired_at === null ? {} : { retired: true as const }),
});

/** Writes the rows of people. Their reference rows are written by the caller. */
export const writePeople = async (
  tx: Writing,
  people: readonly OfficePerson[],
  retiredBefore: (id: string) => Millis | null,
  at: Millis,
): Promise<void> => {
  const rows = people.map((person) => ({
    id: person.id,
    username: person.username ?? null,
    name: person.name,
    role: person.role,
    region: person.region,
    scope: JSON.stringify(person.scope),
    unit: person.unit ?? null,
    phone: person.phone ?? null,
    certificate: person.certificate ? JSON.stringify(person.certificate) : null,
    retired_at: person.retired ? (retiredBefore(person.id) ?? at) : null,
  }));
  for (const part of chunksOf(rows))
    await tx
      .insertInto('people')
      .values(part)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          username: eb.ref('excluded.username'),
          name: eb.ref('excluded.name'),
          role: eb.ref('excluded.role'),
          scope: eb.ref('excluded.scope'),
          unit: eb.ref('excluded.unit'),
          phone: eb.ref('excluded.phone'),
          certificate: eb.ref('excluded.certificate'),
          retired_at: eb.ref('excluded.retired_at'),
        })),
      )
      .execute();
};

/** Adds a person: the row, and what phones receive of it. */
export const addPerson = async (
  tx: Writing,
  feed: Feed,
  person: OfficePerson,
  editor: Editor,
): Promise<void> => {
  await writePeople(tx, [person], () => null, editor.at);
  const audit = { before: null, after: person };
  await editReference(
    tx,
    feed,
    [{ kind: 'person', id: person.id, value: personOfOffice(person), audit }],
    editor,
  );
};
