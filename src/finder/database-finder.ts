import type { Authority } from '#domain/ledger/roles.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { createCaseIndex } from './case-index.ts';
import type { Finder } from './finder.ts';
import { followDatabase } from './follow-database.ts';
import { onceAFrame } from './once-a-frame.ts';

/** A finder over this person's database. A query that comes before the first read has finished waits for it. */
export const createDatabaseFinder = (db: MainDb, by: Authority): Finder => {
  const index = createCaseIndex();
  const listeners: (() => void)[] = [];
  const progressListeners: ((done: number, total: number) => void)[] = [];
  let fault: { readonly error: unknown } | null = null;
  const notifyOnceAFrame = onceAFrame(() => {
    for (const changed of listeners) changed();
  });
  const loaded = followDatabase(db, by, index, {
    onProgress: (done, total) => {
      for (const listener of progressListeners) listener(done, total);
    },
    onChange: notifyOnceAFrame,
    onFault: (error) => {
      fault = { error };
      notifyOnceAFrame();
    },
  });

  const answer = async <T>(ask: () => T): Promise<T> => {
    await loaded;
    if (fault) throw fault.error;
    return ask();
  };

  return {
    ready: (onProgress) => {
      progressListeners.push(onProgress);
      return loaded;
    },
    onChange: async (changed) => {
      listeners.push(changed);
    },
    find: (filter, slice) => answer(() => index.find(filter, slice)),
    neighbours: (filter, id) => answer(() => index.neighbours(filter, id)),
    clusters: (filter, bounds, zoom) => answer(() => index.clusters(filter, bounds, zoom)),
    bounds: (filter, area) => answer(() => index.bounds(filter, area)),
  };
};
