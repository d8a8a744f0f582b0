/**
 * A feed with the wrong numbering, to show that the test finds it: a PostgreSQL sequence numbers rows when they are written,
 * rows become visible when their transactions commit, and a reader of `id > cursor` misses a row that commits late.
 */
import { sql, type Kysely } from 'kysely';
import type { Tables } from '#server/store/tables.ts';

export const makeNaiveFeed = (db: Kysely<Tables>) =>
  sql`create table naive (id bigint generated always as identity primary key, name text not null)`.execute(
    db,
  );

export const writeNaively = (db: Kysely<Tables>, name: string, pause: number): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await sql`insert into naive (name) values (${name})`.execute(tx);
    await sql`select pg_sleep(${pause})`.execute(tx);
  });

export const readNaively = async (db: Kysely<Tables>, cursor: number) => {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from naive where id > ${cursor} order by id`.execute(db);
  return { names: rows.map((row) => row.name), cursor: rows.at(-1)?.id ?? cursor };
};
