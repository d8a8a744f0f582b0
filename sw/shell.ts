import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;

/**
 * The built app, whole, from the first visit on: cold start and deep links need no link. A new version waits until
 * the person lets it in, so that no open draft is ever reloaded away.
 */
export const startShell = (): void => {
  cleanupOutdatedCaches();
  precacheAndRoute(self.__WB_MANIFEST);
  registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//] }));

  self.addEventListener('message', (event) => {
    const data: unknown = event.data;
    if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING')
      event.waitUntil(self.skipWaiting());
  });
  // The page of a first visit is served by this worker without a reload.
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
};
