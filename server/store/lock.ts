/**
 * One process for each data folder.
 *
 * Promises: while a server lives, no other opens its folder; when it dies, by any signal, the folder is free at
 * once. The lock is the operating system's own, taken by SQLite on a file of its own and dropped with the process,
 * so there is no process number to go stale and none to mistake for another container's.
 * Assumes: a file system with working locks (not every network share has them).
 * Breaks: deleting the file while a server runs.
 */
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { StartError } from './start-error.ts';

/** Returns the release. */
export const lockFolder = (folder: string): (() => void) => {
  const lock = new DatabaseSync(join(folder, 'server.lock'), { timeout: 0 });
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive');
  } catch {
    lock.close();
    throw new StartError(
      `The data folder ${folder} is in use by another Grid Patrol server. Stop it, or choose another with --data-dir.`,
    );
  }
  return () => lock.close();
};
