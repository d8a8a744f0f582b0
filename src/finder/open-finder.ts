import { proxy, wrap } from 'comlink';
import type { Authority } from '#domain/ledger/roles.ts';
import type { Finder } from './finder.ts';
import type { FinderWorker } from './finder-worker.ts';

export type OpenFinder = {
  readonly finder: Finder;
  /** Ends the worker; what was asked of it is not answered any more. */
  readonly dispose: () => void;
};

/** The page's door to the search worker, for one person and what they may do. `onFault`: it could not start. */
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
      bounds: async (filter) => (await opened).bounds(filter),
    },
    dispose: () => worker.terminate(),
  };
};
