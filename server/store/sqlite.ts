import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely, SqliteAdapter, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { isOutOfSpace } from './faults.ts';
import { migrate } from './migrations.ts';
import { StartError } from './start-error.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** Prepared statements kept for each connection; texts differ by the number of rows only. */
const KEPT_STATEMENTS = 200;

/** Kysely hands parameters as one array and asks whether a statement reads; node:sqlite's API spreads and has columns. */
const asKyselyDatabase = (database: DatabaseSync): SqliteDatabase => {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known) return known;
      const prepared = database.prepare(sql);
      const statement: SqliteStatement = {
        reader: prepared.columns().length > 0,
        all: (parameters) => prepared.all(...parameters),
        run: (parameters) => prepared.run(...parameters),
        iterate: (parameters) => prepared.iterate(...parameters),
      };
      if (kept.size >= KEPT_STATEMENTS) kept.delete(kept.keys().next().value!);
      kept.set(sql, statement);
      return statement;
    },
  };
};

type DatabaseSync = InstanceType<typeof DatabaseSync>;

/** Kysely thinks that SQLite cannot make tables in a transaction: a crash would leave half a migration for ever. */
class WholeMigrations extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class Dialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new WholeMigrations();
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

/** Throws a StartError when the file is no database of ours. */
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
    // The folder's lock has seen to it.
    withGlobalLock: (work) => work(),
    close: async () => {
      await read.destroy();
      await write.destroy();
    },
  };
};
