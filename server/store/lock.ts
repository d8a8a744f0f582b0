/**
 * The lock of a data folder ([S1]).
 *
 * Promises: a folder with a database file has one server. Servers on one PostgreSQL share a folder. The two kinds never
 * use one folder at the same time. When a server ends, by any signal, its lock is free at once: the operating system
 * holds the lock, on a file that SQLite opens, and releases it with the process. No process id is stored, which could be
 * out of date or belong to another container.
 * Assumes: a file system with working locks. Some network shares have none.
 * Breaks: deleting the lock file while a server runs.
 */
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { StartError } from './start-error.ts';

export type FolderUse = 'alone' | 'shared';

/** A read inside a transaction takes SQLite's shared lock. */
const lockStatements: Readonly<Record<FolderUse, string>> = {
  alone: 'begin exclusive',
  shared: 'begin; select count(*) from sqlite_schema',
};

/** Returns the function that releases the lock. */
export const lockFolder = (folder: string, use: FolderUse): (() => void) => {
  const lock = new DatabaseSync(join(folder, 'server.lock'), { timeout: 0 });
  try {
    lock.exec(`pragma journal_mode = memory; ${lockStatements[use]}`);
  } catch {
    lock.close();
    throw new StartError(
      `The data folder ${folder} is in use by another Grid Patrol server. Stop that server, or choose another folder with --data-dir.`,
    );
  }
  return () => lock.close();
};
