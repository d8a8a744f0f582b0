import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { requestHandover } from './worker-handover.ts';
import { clearEarlierVersions, serveEarlierVersions } from './retain-old-assets.ts';

declare const self: ServiceWorkerGlobalScope;

/** Chromium's static routing, which the platform's types do not name yet. */
type InstallEvent = ExtendableEvent & {
  readonly addRoutes?: (rule: {
    readonly condition: { readonly urlPattern: { readonly pathname: string } };
    readonly source: 'network';
  }) => Promise<void>;
};

/**
 * The built app, whole, from the first visit on: cold start and deep links need no link. A new version waits until
 * the person lets it in, so that no open draft is ever reloaded away.
 */
export const startShell = (): void => {
  cleanupOutdatedCaches();
  const precache = new PrecacheController();
  precache.addToCacheList(self.__WB_MANIFEST);
  self.addEventListener('install', (event) => void precache.install(event));
  clearEarlierVersions(precache);
  registerRoute(new PrecacheRoute(precache));
  const index = precache.createHandlerBoundToURL('/index.html');
  registerRoute(new NavigationRoute(index, { denylist: [/^\/api\//] }));
  serveEarlierVersions();

  // Nothing of the API passes through here, so nothing of it need start this worker: no request waits for that on a
  // slow phone, and none wakes the old worker while a new one takes its place, which in Chromium undoes the change.
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
  // The page of a first visit is served by this worker without a reload.
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
};
