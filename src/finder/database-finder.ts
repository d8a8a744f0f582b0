import type { Authority } from '#domain/ledger/roles.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { createCaseIndex } from './case-index.ts';
import type { Finder } from './finder.ts';
import { followDatabase } from './follow-database.ts';
import { onceAFrame } from './once-a-frame.ts';

/** What this person's database shows, ready to be asked; a question that comes early waits until all is read. */
export const createDatabaseFinder = (db: MainDb, by: Authority): Finder => {
  const index = createCaseIndex();
  const listeners: (() => void)[] = [];
  const progress: ((done: number, of: number) => void)[] = [];
  let fault: { readonly error: unknown } | null = null;
  const tell = onceAFrame(() => {
    for (const changed of listeners) changed();
  });
  const loaded = followDatabase(db, by, index, {
    onProgress: (done, of) => {
      for (const told of progress) told(done, of);
    },
    onChange: tell,
    onFault: (error) => {
      fault = { error };
      tell();
    },
  });

  const answer = async <T>(ask: () => T): Promise<T> => {
    await loaded;
    if (fault) throw fault.error;
    return ask();
  };

  return {
    ready: (onProgress) => {
      progress.push(onProgress);
      return loaded;
    },
    onChange: async (changed) => {
      listeners.push(changed);
    },
    find: (filter, slice) => answer(() => index.find(filter, slice)),
    neighbours: (filter, id) => answer(() => index.neighbours(filter, id)),
    clusters: (filter, bounds, zoom) => answer(() => index.clusters(filter, bounds, zoom)),
    bounds: (filter) => answer(() => index.bounds(filter)),
  };
};
