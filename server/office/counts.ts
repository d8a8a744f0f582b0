import { sql } from 'kysely';
import type { Reading } from '#server/store/store.ts';

/** In a JSON text a quotation mark inside a string is escaped, so only the field of a row matches. */
const RETIRED = '%"retired":true%';

/** How many rows of each kind a region has, and its devices and open dead letters. Retired rows do not count. */
export const countOffice = async (db: Reading, region: string) => {
  const rows = await db
    .selectFrom('reference')
    .select(({ fn }) => ['kind', fn.countAll<number>().as('count')])
    .where('region', '=', region)
    .where('value', 'is not', null)
    .where('value', 'not like', RETIRED)
    .groupBy('kind')
    .execute();
  // For each person by the index: a join may begin with all devices.
  const { devices } = await db
    .selectFrom('people')
    .select(
      sql<number | null>`sum((select count(*) from devices where devices.person = people.id))`.as('devices'),
    )
    .where('region', '=', region)
    .executeTakeFirstOrThrow();
  const { open } = await db
    .selectFrom('dead_letters')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('region', '=', region)
    .where('settled_event', 'is', null)
    .executeTakeFirstOrThrow();
  return {
    kinds: Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)])),
    devices: Number(devices ?? 0),
    deadLetters: Number(open),
  };
};
