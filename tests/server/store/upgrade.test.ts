/** The database of a server of an earlier version: its last migration is taken back, and the store is opened again. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';

const asBeforeOffice = [
  `delete from kysely_migration where name >= '0007'`,
  `drop table people`,
  `drop table enrolment_codes`,
  `drop table enrolment_uses`,
  `drop table failed_tries`,
  `drop index devices_person`,
  `drop index subjects_grid`,
  ...['app', 'oldest_unsent'].map((name) => `alter table devices drop column ${name}`),
  ...['after', 'source'].map((name) => `alter table reference_edits drop column ${name}`),
  ...['grid', 'photos', 'bytes'].map((name) => `alter table subjects drop column ${name}`),
  `create table people (id text primary key, username text not null unique, name text not null, role text not null,
    region text not null, scope text not null, unit text)`,
  `insert into people values ('p1', 'wang', '王强', 'patroller', '330199', '["330199001002001"]', null)`,
  `insert into subjects (region, kind, id, seq, audience, body)
    values ('330199', 'case', 'c1', 1, '{"gridScope":"330199001002001","people":["p1"]}', '{"a":"二","photos":[{},{}]}')`,
];

test('a database from before the office’s tables, opened → people and subjects are there, with what the scope sizes need', async () => {
  const address = await databaseOf(await makeFolder());
  const before = await openStore(address);
  for (const line of asBeforeOffice) await sql.raw(line).execute(before.write);
  await before.close();
  const store = await openStore(address);
  const people = await store.read.selectFrom('people').selectAll().execute();
  expect(people).toEqual([
    {
      id: 'p1',
      username: 'wang',
      name: '王强',
      role: 'patroller',
      region: '330199',
      scope: '["330199001002001"]',
      unit: null,
      phone: null,
      certificate: null,
      retired_at: null,
    },
  ]);
  const subjects = await store.read.selectFrom('subjects').select(['grid', 'photos', 'bytes']).execute();
  expect(subjects).toEqual([{ grid: '330199001002001', photos: 2, bytes: 26 }]);
  await store.close();
});
