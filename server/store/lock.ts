/**
 * Who may use a data folder.
 *
 * Promises: a folder whose database lies in it has one server; servers on one PostgreSQL share a folder, and the two
 * kinds never do. When a server dies, by any signal, its part is free at once. The lock is the operating system's own,
 * taken by SQLite on a file of its own and dropped with the process, so there is no process number to go stale and none
 * to mistake for another container's.
 * Assumes: a file system with working locks (not every network share has them).
 * Breaks: deleting the file while a server runs.
 */
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { StartError } from './start-error.ts';

export type FolderUse = 'alone' | 'shared';

/** To read inside a transaction is to share the lock. */
const takes: Readonly<Record<FolderUse, string>> = {
  alone: 'begin exclusive',
  shared: 'begin; select count(*) from sqlite_schema',
};

/** Returns the release. */
export const lockFolder = (folder: string, use: FolderUse): (() => void) => {
  const lock = new DatabaseSync(join(folder, 'server.lock'), { timeout: 0 });
  try {
    lock.exec(`pragma journal_mode = memory; ${takes[use]}`);
  } catch {
    lock.close();
    throw new StartError(
      `The data folder ${folder} is in use by another Grid Patrol server. Stop it, or choose another with --data-dir.`,
    );
  }
  return () => lock.close();
};
