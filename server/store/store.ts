import type { Kysely, Transaction } from 'kysely';
import { isPostgresAddress } from './postgres-address.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

/**
 * One database with two kinds of connection. Inside a transaction of `write` await only SQL: on SQLite every other writer
 * waits for it, on PostgreSQL every other writer of its region. `read` cannot write and does not wait for writers; a
 * transaction of `read` sees one snapshot of the store.
 */
export type Store = {
  readonly kind: 'sqlite' | 'postgres';
  /** A name for the terminal, without password. */
  readonly name: string;
  readonly write: Kysely<Tables>;
  readonly read: Kysely<Tables>;
  /** Runs one `work` at a time among all processes of this database, for example a first start. Must not be nested. */
  withGlobalLock<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** `read`, `write` or a transaction of either. */
export type Reading = Kysely<Tables>;
export type Writing = Transaction<Tables>;

/**
 * Opens a PostgreSQL address or a SQLite file, and migrates its tables. Throws a StartError if the database cannot be
 * used.
 */
export const openStore = async (address: string): Promise<Store> =>
  isPostgresAddress(address) ? (await import('./postgres.ts')).openPostgres(address) : openSqlite(address);

/** A statement may have 32 766 parameters in SQLite and 65 535 in PostgreSQL. No table has more than 16 columns. */
export const ROWS_AN_INSERT = 2000;

/** Splits a list for statements with many rows or ids. */
export const chunksOf = <T>(items: readonly T[], size = ROWS_AN_INSERT): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** A list for SQL `in`. An empty list is not valid SQL in PostgreSQL; the empty text matches no id. */
export const anyOf = <T extends string>(ids: Iterable<T>): readonly (T | '')[] => {
  const distinct = [...new Set(ids)];
  return distinct.length > 0 ? distinct : [''];
};
