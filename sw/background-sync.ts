import { SharedDb } from '#storage/databases/shared-db.ts';
import { SYNC_TAG } from '#sync/coordination/background.ts';
import { runInBackground } from '#sync/coordination/background-run.ts';
import { fetchTransport } from '#sync/transport/fetch-transport.ts';
import { runUntilHandover } from './worker-handover.ts';

/** Background Sync exists in Chromium only; the standard type definitions do not include it. */
type SyncEvent = ExtendableEvent & { readonly tag: string };
type WithSync = { addEventListener(type: 'sync', listener: (event: SyncEvent) => void): void };
declare const self: ServiceWorkerGlobalScope & WithSync;

const sendPending = async (isMetered: () => boolean): Promise<void> => {
  const shared = new SharedDb();
  try {
    const isDone = await runUntilHandover((signal) =>
      runInBackground({ shared, transport: fetchTransport, isMetered, signal }),
    );
    // The event must fail, so that the browser fires it again later.
    if (!isDone) throw new Error('Not everything has been sent yet');
  } finally {
    shared.close();
  }
};

export const answerSyncEvents = (isMetered: () => boolean): void => {
  self.addEventListener('sync', (event) => {
    if (event.tag === SYNC_TAG) event.waitUntil(sendPending(isMetered));
  });
};
