/** The rows of a region as the office has them: reference data, and people with what phones do not receive. */
import type { OfficeValues, OfficeView } from '#domain/office/office-kinds.ts';
import { personOfOffice, type OfficePerson } from '#domain/office/office-person.ts';
import { referenceKinds, type ReferenceKind } from '#domain/reference/reference.ts';
import { officePersonOf } from '#server/ledger/people-rows.ts';
import type { Reading } from '#server/store/store.ts';

export type StoredRow<K extends ReferenceKind = ReferenceKind> = {
  readonly seq: number;
  readonly value: OfficeValues[K];
};

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

/** What phones receive of a value. */
export const referenceValueOf = (kind: ReferenceKind, value: OfficeValues[ReferenceKind]): unknown =>
  kind === 'person' ? personOfOffice(value as OfficePerson) : value;
