/** The rows of a region as the office has them: reference data, and people with what phones do not receive. */
import type { OfficeValues, OfficeView } from '#domain/office/office-kinds.ts';
import { personOfOffice, type OfficePerson } from '#domain/office/office-person.ts';
import { referenceKinds, type ReferenceKind } from '#domain/reference/reference.ts';
import type { PersonRow } from '#server/ledger/authority.ts';
import type { Millis } from '#domain/base/units.ts';
import { chunksOf, type Reading, type Writing } from '#server/store/store.ts';

export type StoredRow<K extends ReferenceKind = ReferenceKind> = {
  readonly seq: number;
  readonly value: OfficeValues[K];
};

const officePersonOf = (row: PersonRow): OfficePerson => ({
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

const readPeople = async (db: Reading, region: string): Promise<ReadonlyMap<string, OfficePerson>> => {
  const rows = await db.selectFrom('people').selectAll().where('region', '=', region).execute();
  return new Map(rows.map((row) => [row.id, officePersonOf(row)]));
};

export type OfficeRows = {
  readonly byKind: { readonly [K in ReferenceKind]: Map<string, StoredRow<K>> };
};

/** Rows that were removed (null) are left out. */
export const readOfficeRows = async (
  db: Reading,
  region: string,
  kinds: readonly ReferenceKind[] = referenceKinds,
): Promise<OfficeRows> => {
  const people = kinds.includes('person') ? await readPeople(db, region) : null;
  const rows = await db
    .selectFrom('reference')
    .select(['kind', 'id', 'seq', 'value'])
    .where('region', '=', region)
    .where('kind', 'in', kinds)
    .orderBy('id')
    .execute();
  const byKind = Object.fromEntries(referenceKinds.map((kind) => [kind, new Map()])) as unknown as Record<
    ReferenceKind,
    Map<string, StoredRow>
  >;
  for (const { kind, id, seq, value } of rows) {
    const read = kind === 'person' ? people?.get(id) : value === null ? null : JSON.parse(value);
    if (read) byKind[kind].set(id, { seq, value: read as OfficeValues[ReferenceKind] });
  }
  return { byKind: byKind as OfficeRows['byKind'] };
};

/** The view of the checks. Make it after the maps have their last change. */
export const viewOfRows = (region: string, { byKind }: OfficeRows): OfficeView => {
  const lists = new Map<ReferenceKind, readonly unknown[]>();
  return {
    region,
    get: (kind, id) => byKind[kind].get(id)?.value,
    all: (kind) => {
      const list = lists.get(kind) ?? Array.from(byKind[kind].values(), ({ value }) => value);
      lists.set(kind, list);
      return list as never;
    },
  };
};

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

/** What phones receive of a value. */
export const referenceValueOf = (kind: ReferenceKind, value: OfficeValues[ReferenceKind]): unknown =>
  kind === 'person' ? personOfOffice(value as OfficePerson) : value;
