import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { requestHandover } from './worker-handover.ts';
import { clearEarlierVersions, serveEarlierVersions } from './retain-old-assets.ts';

declare const self: ServiceWorkerGlobalScope;

/** Chromium's static routing; the standard type definitions do not include it yet. */
type InstallEvent = ExtendableEvent & {
  readonly addRoutes?: (rule: {
    readonly condition: { readonly urlPattern: { readonly pathname: string } };
    readonly source: 'network';
  }) => Promise<void>;
};

/**
 * Serves the complete built app after the first visit: a cold start and deep links need no link. A new version waits
 * until the person accepts it, so that an open draft is never lost by a reload. `decoderCache` has the HEIC decoder,
 * which is not part of the precache.
 */
export const startShell = (decoderCache: string): void => {
  cleanupOutdatedCaches();
  const precache = new PrecacheController();
  precache.addToCacheList(self.__WB_MANIFEST);
  self.addEventListener('install', (event) => void precache.install(event));
  clearEarlierVersions(precache, decoderCache);
  registerRoute(new PrecacheRoute(precache));
  const index = precache.createHandlerBoundToURL('/index.html');
  registerRoute(new NavigationRoute(index, { denylist: [/^\/(api|licences)\//] }));
  serveEarlierVersions();

  // API requests bypass this worker, so they do not start it: no request waits for a worker start on a slow phone, and
  // no request wakes the old worker during a handover, which in Chromium would cancel it.
  self.addEventListener('install', (event: InstallEvent) => {
    void event.addRoutes?.({ condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' });
  });

  self.addEventListener('message', (event) => {
    const data: unknown = event.data;
    if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'SKIP_WAITING')
      return;
    requestHandover();
    event.waitUntil(self.skipWaiting());
  });
  // The page of a first visit is controlled by this worker without a reload.
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
};
