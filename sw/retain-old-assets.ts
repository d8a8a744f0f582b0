/**
 * The files of earlier versions. A page that is open while a new version takes over goes on asking for its own by their
 * hashed names: the photo pipeline at the first photo, a fresh image worker every four. The server has them no more.
 *
 * Promises: as long as a page of an earlier version is open, every file of it is on the phone.
 * Assumes: only what lies under `/assets/` is asked for again, and a name there means the same bytes for ever.
 */
import type { PrecacheController } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;

const RETAINED = 'earlier-versions';
const ASSETS = '/assets/';

const isAnyPageOpen = async (): Promise<boolean> =>
  (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).length > 0;

/** In place of the precache's own clearing, which asks about no page. */
const clearPrecache = async (precache: PrecacheController): Promise<void> => {
  const own = new Set(precache.getURLsToCacheKeys().values());
  const cache = await caches.open(precache.strategy.cacheName);
  const retained = (await isAnyPageOpen()) ? await caches.open(RETAINED) : null;
  for (const file of await cache.keys()) {
    if (own.has(file.url)) continue;
    const held = new URL(file.url).pathname.startsWith(ASSETS) ? await cache.match(file) : undefined;
    // One at a time, so that no disk has to hold them all twice.
    if (held) await retained?.put(file, held);
    await cache.delete(file);
  }
};

const clearRetained = async (): Promise<void> => {
  if (!(await isAnyPageOpen())) await caches.delete(RETAINED);
};

/** To be called before any route is there: what a route answers gets to no further listener. */
export const clearEarlierVersions = (precache: PrecacheController): void => {
  self.addEventListener('activate', (event) => {
    // A full disk takes no copy, and the rest stays where it is: this version is whole, and they are found there too.
    event.waitUntil(clearPrecache(precache).catch(() => undefined));
  });
  // The first page to open is of this version, and so will be all that follow.
  self.addEventListener('fetch', (event) => {
    if (event.request.mode === 'navigate') event.waitUntil(clearRetained());
  });
};

/** To be called after the routes of this version's own files. */
export const serveEarlierVersions = (): void => {
  registerRoute(
    ({ sameOrigin, url }) => sameOrigin && url.pathname.startsWith(ASSETS),
    async ({ request }) => (await caches.match(request)) ?? fetch(request),
  );
};
