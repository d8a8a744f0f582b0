import type { Kysely, Transaction } from 'kysely';
import { isPostgresAddress } from './postgres-address.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

/**
 * Two ways into one database. Inside a transaction of `write` await nothing but SQL: on SQLite every other writer
 * waits for it, on PostgreSQL every other writer of its region. `read` cannot write, waits for nobody's transaction,
 * and a transaction of it is one picture of the store.
 */
export type Store = {
  readonly kind: 'sqlite' | 'postgres';
  /** For the terminal; without any password. */
  readonly name: string;
  readonly write: Kysely<Tables>;
  readonly read: Kysely<Tables>;
  /** One at a time among all processes of this database: for what is made once. Never one inside another. */
  withGlobalLock<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Either side of the store, or a transaction on it. */
export type Reading = Kysely<Tables>;
export type Writing = Transaction<Tables>;

/** At a PostgreSQL address or in a SQLite file, its tables made. Throws a StartError when that cannot be. */
export const openStore = async (place: string): Promise<Store> =>
  isPostgresAddress(place) ? (await import('./postgres.ts')).openPostgres(place) : openSqlite(place);

/** SQLite takes 32 766 parameters in a statement, PostgreSQL 65 535; no table of ours has more than 16 columns. */
export const ROWS_AN_INSERT = 2000;

/** For statements with many rows or ids. */
export const chunksOf = <T>(items: readonly T[], size = ROWS_AN_INSERT): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

/** For `in`: an empty list is not SQL everywhere, and no id is the empty text. */
export const anyOf = <T extends string>(ids: Iterable<T>): readonly (T | '')[] => {
  const distinct = [...new Set(ids)];
  return distinct.length > 0 ? distinct : [''];
};
