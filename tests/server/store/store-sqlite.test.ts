/** Rules for the SQLite file only. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf, isOutOfSpace } from '#server/store/faults.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { isOnPostgres } from '#tests/support/database/database.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';

describe.skipIf(isOnPostgres())('the SQLite file', () => {
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

  test('[P5] a commit is synced to the disk, opened file → WAL with synchronous = full', async () => {
    const pragma = async (name: string) =>
      Object.values((await sql<object>`${sql.raw(`pragma ${name}`)}`.execute(store.write)).rows[0] ?? {});
    expect(await pragma('journal_mode')).toEqual(['wal']);
    expect(await pragma('synchronous')).toEqual([2]);
  });

  test('a migration is one transaction, it fails in the middle → the next open can run it again', async () => {
    const file = join(folder, 'half.sqlite');
    const execute = (statement: string) => {
      const database = new DatabaseSync(file);
      database.exec(statement);
      database.close();
    };
    execute('create table photos (a text)');
    await expect(openStore(file)).rejects.toThrow('photos already exists');
    execute('drop table photos');
    await (await openStore(file)).close();
  });

  test('tables are strict, a value of another type → error', async () => {
    const wrong = sql`insert into settings (name, value) values ('x', ${new Uint8Array([1])})`;
    await expect(wrong.execute(store.write)).rejects.toThrow('cannot store');
  });

  test('a full database is recognised, no free page → storageFull', () => {
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
    expect(faultOf(thrown)).toBe('storageFull');
  });
});
