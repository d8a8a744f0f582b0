import { DatabaseSync } from '@photostructure/sqlite';
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';

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

/** WAL with synchronous=FULL: a commit that was answered survives a power cut. */
export const sqliteDialect = (file: string, mode: 'write' | 'read'): SqliteDialect =>
  new SqliteDialect({
    database: async () => {
      const database = new DatabaseSync(file, { timeout: 5000 });
      database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
      if (mode === 'read') database.exec('pragma query_only = on');
      return asKyselyDatabase(database);
    },
  });

const SQLITE_FULL = 13;

/** True for the errors that mean "no space left", from the database or the file system. */
export const isOutOfSpace = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
  return (
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    (typeof errcode === 'number' && (errcode & 0xff) === SQLITE_FULL)
  );
};
