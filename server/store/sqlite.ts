import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely, SqliteAdapter, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { isOutOfSpace } from './faults.ts';
import { migrate } from './migrations.ts';
import { StartError } from './start-error.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** Prepared statements that each connection caches. Their texts differ only in the number of rows. */
const MAX_CACHED_STATEMENTS = 200;

/** Adapts the API: Kysely passes parameters as one array and needs to know whether a statement returns rows. */
const asKyselyDatabase = (database: DatabaseSync): SqliteDatabase => {
  const cache = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const cached = cache.get(sql);
      if (cached) return cached;
      const prepared = database.prepare(sql);
      const statement: SqliteStatement = {
        reader: prepared.columns().length > 0,
        all: (parameters) => prepared.all(...parameters),
        run: (parameters) => prepared.run(...parameters),
        iterate: (parameters) => prepared.iterate(...parameters),
      };
      if (cache.size >= MAX_CACHED_STATEMENTS) cache.delete(cache.keys().next().value!);
      cache.set(sql, statement);
      return statement;
    },
  };
};

type DatabaseSync = InstanceType<typeof DatabaseSync>;

/**
 * Kysely assumes that SQLite cannot create tables inside a transaction, and would run migrations without one. A crash
 * would then leave an incomplete migration.
 */
class TransactionalMigrations extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class Dialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalMigrations();
  }
}

/** WAL with synchronous=FULL: a commit that was answered survives a power cut. */
const sqliteDialect = (file: string, mode: 'write' | 'read'): SqliteDialect =>
  new Dialect({
    database: async () => {
      const database = new DatabaseSync(file, { timeout: 5000 });
      database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
      if (mode === 'read') database.exec('pragma query_only = on');
      return asKyselyDatabase(database);
    },
  });

/** Throws a StartError if the file is not a database of Grid Patrol. */
export const openSqlite = async (file: string): Promise<Store> => {
  const write = new Kysely<Tables>({ dialect: sqliteDialect(file, 'write') });
  try {
    await migrate(write, 'sqlite');
  } catch (error) {
    await write.destroy();
    throw isOutOfSpace(error) ? error : new StartError(`Cannot open ${file}: ${(error as Error).message}.`);
  }
  const read = new Kysely<Tables>({ dialect: sqliteDialect(file, 'read') });
  return {
    kind: 'sqlite',
    name: `SQLite, ${file}`,
    write,
    read,
    // The lock of the data folder already ensures a single process.
    withGlobalLock: (work) => work(),
    close: async () => {
      await read.destroy();
      await write.destroy();
    },
  };
};
