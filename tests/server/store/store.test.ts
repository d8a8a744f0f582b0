/** The contract of a store. It runs on SQLite and, in the project `server-postgres`, on PostgreSQL. */
import { rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, ROWS_AN_INSERT, type Store } from '#server/store/store.ts';
import { databaseOf, isOnPostgres } from '#tests/support/database/database.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await makeFolder();
  store = await openStore(await databaseOf(folder));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test('the store under test → has the kind of this run', () => {
  expect(store.kind).toBe(isOnPostgres() ? 'postgres' : 'sqlite');
});

test('readers do not wait for writers, open write transaction → they read only committed rows', async () => {
  const seen = () => store.read.selectFrom('settings').selectAll().execute();
  await store.write.transaction().execute(async (tx) => {
    await tx.insertInto('settings').values({ name: 'a', value: 'b' }).execute();
    expect(await seen()).toEqual([]);
  });
  expect(await seen()).toEqual([{ name: 'a', value: 'b' }]);
});

test('a read transaction is a snapshot, write during it → not visible', async () => {
  await store.read.transaction().execute(async (tx) => {
    const seen = () => tx.selectFrom('settings').select('name').orderBy('name').execute();
    const before = await seen();
    await store.write.insertInto('settings').values({ name: 'b', value: '' }).execute();
    expect(await seen()).toEqual(before);
  });
});

test('`read` cannot write, insert → error', async () => {
  const write = sql`insert into settings (name, value) values ('x', 'y')`;
  await expect(write.execute(store.read)).rejects.toThrow(/readonly|read-only/);
});

test('transactions are atomic, an error inside → no rows', async () => {
  const failing = store.write.transaction().execute(async (tx) => {
    await tx.insertInto('settings').values({ name: 'half', value: '' }).execute();
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(await store.read.selectFrom('settings').select('name').where('name', '=', 'half').execute()).toEqual(
    [],
  );
});

test('text is compared by code point, any locale → same order', async () => {
  const ids = [
    'B',
    'a',
    'b',
    'A',
    '_',
    '-',
    '0',
    '10',
    '9',
    'é',
    'e\u0301',
    '中',
    '一',
    '阿',
    '😀',
    '\uff21',
    '',
  ];
  const person = { username: '', name: '', role: 'patroller' as const, region: 'order', scope: '[]' };
  await store.write
    .insertInto('people')
    .values(ids.map((id) => ({ ...person, id, username: `order ${id}` })))
    .execute();
  const rows = await store.read
    .selectFrom('people')
    .select('id')
    .where('region', '=', 'order')
    .orderBy('id')
    .execute();
  const byCode = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(rows.map((row) => row.id)).toEqual(byCode);
  const above = await store.read
    .selectFrom('people')
    .select('id')
    .where('region', '=', 'order')
    .where('id', '>', 'a')
    .orderBy('id')
    .execute();
  expect(above.map((row) => row.id)).toEqual(byCode.slice(byCode.indexOf('a') + 1));
});

test('whole numbers are numbers, time beyond 32 bits → same value', async () => {
  const now = 1_800_000_000_123;
  await store.write.insertInto('photos').values({ sha256: 'n', bytes: 20_000_000, stored_at: now }).execute();
  const row = await store.read
    .selectFrom('photos')
    .select((eb) => ['bytes', eb.fn.max('stored_at').as('at')])
    .groupBy('bytes')
    .executeTakeFirst();
  expect(row).toEqual({ bytes: 20_000_000, at: now });
});

test('values are stored exactly, unusual texts and null → equal', async () => {
  const texts = [
    '',
    ' ',
    "'; --",
    '\\x00',
    'é e\u0301 \u2028 😀 二楼',
    '{"a":"\\u0000"}',
    'x'.repeat(70_000),
  ];
  await store.write
    .insertInto('settings')
    .values(texts.map((value, i) => ({ name: `text ${i}`, value })))
    .execute();
  const rows = await store.read
    .selectFrom('settings')
    .select('value')
    .where('name', 'like', 'text %')
    .orderBy('name')
    .execute();
  expect(rows.map((row) => row.value)).toEqual(texts);
  await store.write
    .insertInto('reference')
    .values({ region: 'null', kind: 'grid', id: '1', seq: 1, value: null })
    .execute();
  const row = await store.read.selectFrom('reference').select('value').where('region', '=', 'null').execute();
  expect(row).toEqual([{ value: null }]);
});

test('one insert may have ROWS_AN_INSERT rows, widest table → stored', async () => {
  const rows = Array.from({ length: ROWS_AN_INSERT }, (_, i) => ({
    region: 'wide',
    id: `${i}`,
    hash: '',
    text: '',
    signature: '',
    person: '',
    device: '',
    authority: '',
    subject_kind: 'case' as const,
    subject_id: '',
    verdict: 'held' as const,
    reason: null,
    seq: null,
    received_at: 0,
    position: i,
  }));
  await store.write.insertInto('events').values(rows).execute();
  const columns = await store.read.introspection.getTables();
  expect(Math.max(...columns.map((table) => table.columns.length))).toBeLessThanOrEqual(16);
});

test('migrations run once, opened again → nothing changes', async () => {
  const before = await store.read.selectFrom('settings').selectAll().orderBy('name').execute();
  const again = await openStore(await databaseOf(folder));
  expect(await again.read.selectFrom('settings').selectAll().orderBy('name').execute()).toEqual(before);
  await again.close();
});
