import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOutOfSpace } from '#server/store/sqlite.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { makeFolder } from '#tests/support/test-server.ts';

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await makeFolder();
  store = await openStore(join(folder, 'grid-patrol.sqlite'));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

test('a commit is synced to the disk, and readers do not wait for writers', async () => {
  const pragma = async (name: string) =>
    Object.values((await sql<object>`${sql.raw(`pragma ${name}`)}`.execute(store.write)).rows[0] ?? {});
  expect(await pragma('journal_mode')).toEqual(['wal']);
  expect(await pragma('synchronous')).toEqual([2]);
  await store.write.transaction().execute(async (tx) => {
    await tx.insertInto('settings').values({ name: 'a', value: 'b' }).execute();
    expect(await store.read.selectFrom('settings').selectAll().execute()).toEqual([]);
  });
  expect(await store.read.selectFrom('settings').selectAll().execute()).toEqual([{ name: 'a', value: 'b' }]);
});

test('the reading side cannot write, and a wrong type is refused', async () => {
  const write = (db: typeof store.read, value: unknown) =>
    sql`insert into settings (name, value) values ('x', ${value})`.execute(db);
  await expect(write(store.read, 'y')).rejects.toThrow('readonly');
  await expect(write(store.write, new Uint8Array([1]))).rejects.toThrow('cannot store');
});

test('opening again changes nothing', async () => {
  const again = await openStore(join(folder, 'grid-patrol.sqlite'));
  expect(await again.read.selectFrom('settings').select('name').execute()).toEqual([{ name: 'a' }]);
  await again.close();
});

test('a full disk is known, whoever reports it', () => {
  const small = new DatabaseSync(':memory:');
  small.exec('pragma max_page_count = 2; create table t (a text) strict');
  let thrown: unknown;
  try {
    for (;;) small.prepare('insert into t values (?)').run('x'.repeat(1000));
  } catch (error) {
    thrown = error;
  }
  small.close();
  expect(isOutOfSpace(thrown)).toBe(true);
  expect(isOutOfSpace(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toBe(true);
  expect(isOutOfSpace(new Error('other'))).toBe(false);
});
