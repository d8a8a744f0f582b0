/** The tag of the service worker's sync event; the browser fires it when the link is back, the page closed or not. */
export const SYNC_TAG = 'grid-patrol-sync';

type SyncManager = { readonly register: (tag: string) => Promise<void> };

/** Chromium only, and only when allowed: a bonus, so failing is no fault. Takes a ServiceWorkerRegistration. */
export const askBackgroundSync = async (registration: object): Promise<boolean> => {
  const { sync } = registration as { sync?: SyncManager };
  if (!sync) return false;
  try {
    await sync.register(SYNC_TAG);
    return true;
  } catch {
    return false;
  }
};
