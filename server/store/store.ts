import { Kysely, type Transaction } from 'kysely';
import { migrate } from './migrations.ts';
import { isOutOfSpace, sqliteDialect } from './sqlite.ts';
import { StartError } from './start-error.ts';
import type { Tables } from './tables.ts';

/**
 * Two connections to one database. `write` has one connection behind a queue: inside its transactions await
 * nothing but SQL, or every other writer waits. `read` sees what is committed and waits for nobody's transaction.
 */
export type Store = {
  readonly write: Kysely<Tables>;
  readonly read: Kysely<Tables>;
  close(): Promise<void>;
};

/** Either side of the store, or a transaction on it. */
export type Reading = Kysely<Tables>;
export type Writing = Transaction<Tables>;

/** Throws a StartError when the file is no database of ours. */
export const openStore = async (file: string): Promise<Store> => {
  const write = new Kysely<Tables>({ dialect: sqliteDialect(file, 'write') });
  try {
    await migrate(write);
  } catch (error) {
    await write.destroy();
    throw isOutOfSpace(error) ? error : new StartError(`Cannot open ${file}: ${(error as Error).message}.`);
  }
  const read = new Kysely<Tables>({ dialect: sqliteDialect(file, 'read') });
  return {
    write,
    read,
    close: async () => {
      await read.destroy();
      await write.destroy();
    },
  };
};

/** For `in`: an empty list is not SQL everywhere, and no id is the empty text. */
export const anyOf = <T extends string>(ids: Iterable<T>): readonly (T | '')[] => {
  const distinct = [...new Set(ids)];
  return distinct.length > 0 ? distinct : [''];
};
