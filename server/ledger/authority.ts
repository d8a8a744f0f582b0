import type { Selectable } from 'kysely';
import type { Millis } from '#domain/base/units.ts';
import type { Person } from '#domain/people/person.ts';
import { anyOf, type Reading } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';

export type PersonRow = Selectable<Tables['people']>;

export const personOf = ({ id, name, role, region, scope, unit, retired_at }: PersonRow): Person => ({
  id,
  name,
  role,
  region,
  scope: JSON.parse(scope) as string[],
  ...(unit ? { unit } : {}),
  ...(retired_at === null ? {} : { retired: true as const }),
});

export const peopleById = async (db: Reading, ids: readonly string[]): Promise<Map<string, Person>> => {
  const rows = await db.selectFrom('people').selectAll().where('id', 'in', anyOf(ids)).execute();
  return new Map(rows.map((row) => [row.id, personOf(row)]));
};

export const personById = async (db: Reading, id: string): Promise<Person | null> =>
  (await peopleById(db, [id])).get(id) ?? null;

/** When the office retired the person; null for a person who works, and for an unknown one. */
export const retiredSince = async (db: Reading, id: string): Promise<Millis | null> => {
  const row = await db.selectFrom('people').select('retired_at').where('id', '=', id).executeTakeFirst();
  return row?.retired_at ?? null;
};
