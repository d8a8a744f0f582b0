/**
 * The tag of the sync event. The browser fires it in the service worker when the link is back, with or without an open
 * page.
 */
export const SYNC_TAG = 'grid-patrol-sync';

type SyncManager = { readonly register: (tag: string) => Promise<void> };

/** The part of `navigator.serviceWorker` that is used here. A page without HTTPS has none. */
export type Workers = { readonly getRegistration: () => Promise<object | undefined> };

/**
 * Registers a background sync. Only Chromium has it, and only with permission, so a failure is not an error. Returns
 * whether the browser has background sync.
 */
export const askBackgroundSync = async (workers: Workers | undefined): Promise<boolean> => {
  try {
    const registration = (await workers?.getRegistration()) as { sync?: SyncManager } | undefined;
    await registration?.sync?.register(SYNC_TAG);
    return registration?.sync !== undefined;
  } catch {
    return false;
  }
};
