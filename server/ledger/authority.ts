import type { Authority } from '#domain/ledger/roles.ts';
import type { Person } from '#domain/protocol/session.ts';
import type { Reading } from '#server/store/store.ts';

export const personById = async (db: Reading, id: string): Promise<Person | null> => {
  const row = await db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const { name, role, region } = row;
  return { id, name, role, region, scope: JSON.parse(row.scope) as string[] };
};

/** What the person may do now. */
export const authorityOf = ({ id, role, region, scope }: Person): Authority => ({
  person: id,
  role,
  region,
  scope,
});
