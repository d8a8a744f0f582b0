import { proxy, wrap } from 'comlink';
import type { Authority } from '#domain/ledger/roles.ts';
import type { Finder } from './finder.ts';
import type { FinderWorker } from './finder-worker.ts';

export type OpenFinder = {
  readonly finder: Finder;
  /** Ends the worker. Queries in progress get no answer. */
  readonly dispose: () => void;
};

/**
 * The page's interface to the search worker, for one person and their authority. `onFault`: the worker could not
 * start.
 */
export const openFinder = (by: Authority, onFault: (error: unknown) => void): OpenFinder => {
  const worker = new Worker(new URL('./finder-worker.ts', import.meta.url), {
    type: 'module',
    name: 'finder',
  });
  worker.addEventListener('error', onFault);
  const opened = wrap<FinderWorker>(worker).open(by);
  return {
    finder: {
      ready: async (onProgress) => (await opened).ready(proxy(onProgress)),
      onChange: async (changed) => (await opened).onChange(proxy(changed)),
      find: async (filter, slice) => (await opened).find(filter, slice),
      neighbours: async (filter, id) => (await opened).neighbours(filter, id),
      clusters: async (filter, bounds, zoom) => (await opened).clusters(filter, bounds, zoom),
      bounds: async (filter, area) => (await opened).bounds(filter, area),
    },
    dispose: () => worker.terminate(),
  };
};
