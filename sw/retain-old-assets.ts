/**
 * Files of earlier versions. A page that is open while a new version takes over still requests its own files by their
 * hashed names: the photo pipeline at the first photo, a new image worker after every four photos. The server no
 * longer has these files.
 *
 * Promises: as long as a page of an earlier version is open, every file of that version is on the phone.
 * Assumes: only files under `/assets/` are requested again, and a name there always means the same bytes.
 */
import type { PrecacheController } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;

const RETAINED = 'earlier-versions';
const ASSETS = '/assets/';

const isAnyPageOpen = async (): Promise<boolean> =>
  (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).length > 0;

/** Replaces the cleanup of the precache, which does not check for open pages. */
const clearPrecache = async (precache: PrecacheController): Promise<void> => {
  const own = new Set(precache.getURLsToCacheKeys().values());
  const cache = await caches.open(precache.strategy.cacheName);
  const retained = (await isAnyPageOpen()) ? await caches.open(RETAINED) : null;
  for (const file of await cache.keys()) {
    if (own.has(file.url)) continue;
    const response = new URL(file.url).pathname.startsWith(ASSETS) ? await cache.match(file) : undefined;
    // One file at a time, so that the disk never has to store all of them twice.
    if (response) await retained?.put(file, response);
    await cache.delete(file);
  }
};

const clearRetained = async (decoderCache: string): Promise<void> => {
  if (await isAnyPageOpen()) return;
  await caches.delete(RETAINED);
  const decoders = await caches.open(decoderCache);
  // In the order in which they were stored: a new version may not have stored its own yet.
  for (const earlier of (await decoders.keys()).slice(0, -1)) await decoders.delete(earlier);
};

/** Call this before any route is registered: a fetch that a route answers does not reach later listeners. */
export const clearEarlierVersions = (precache: PrecacheController, decoderCache: string): void => {
  self.addEventListener('activate', (event) => {
    // On a full disk a copy fails, and the remaining files stay in the precache. This version is complete, and old
    // files are found there as well.
    event.waitUntil(clearPrecache(precache).catch(() => undefined));
  });
  // The next page that opens is of this version, and so are all later ones.
  self.addEventListener('fetch', (event) => {
    if (event.request.mode === 'navigate') event.waitUntil(clearRetained(decoderCache));
  });
};

/** Call this after the routes of this version's own files. */
export const serveEarlierVersions = (): void => {
  registerRoute(
    ({ sameOrigin, url }) => sameOrigin && url.pathname.startsWith(ASSETS),
    async ({ request }) => (await caches.match(request)) ?? fetch(request),
  );
};
