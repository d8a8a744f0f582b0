/** Runs in its own thread, with its own connection to the person's database. It never writes. */
import { expose, proxy } from 'comlink';
import type { Authority } from '#domain/ledger/roles.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { createDatabaseFinder } from './database-finder.ts';

const finderWorker = {
  open: (by: Authority) => proxy(createDatabaseFinder(new MainDb(by.person), by)),
};
export type FinderWorker = typeof finderWorker;

expose(finderWorker);
