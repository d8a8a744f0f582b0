/** The tag of the service worker's sync event; the browser fires it when the link is back, the page closed or not. */
export const SYNC_TAG = 'grid-patrol-sync';

type SyncManager = { readonly register: (tag: string) => Promise<void> };

/** `navigator.serviceWorker`, as far as this needs it; a page without HTTPS has none. */
export type Workers = { readonly getRegistration: () => Promise<object | undefined> };

/** Chromium only, and only when allowed: a bonus, so failing is no fault. */
export const askBackgroundSync = async (workers: Workers | undefined): Promise<boolean> => {
  try {
    const registration = (await workers?.getRegistration()) as { sync?: SyncManager } | undefined;
    await registration?.sync?.register(SYNC_TAG);
    return registration?.sync !== undefined;
  } catch {
    return false;
  }
};
