import { SharedDb } from '#storage/databases/shared-db.ts';
import { SYNC_TAG } from '#sync/coordination/background.ts';
import { runInBackground } from '#sync/coordination/background-run.ts';
import { fetchTransport } from '#sync/transport/fetch-transport.ts';
import { runUntilHandover } from './worker-handover.ts';

/** Background Sync is Chromium's; the platform's types do not name it. */
type SyncEvent = ExtendableEvent & { readonly tag: string };
type WithSync = { addEventListener(type: 'sync', listener: (event: SyncEvent) => void): void };
declare const self: ServiceWorkerGlobalScope & WithSync;

const sendWhatWaits = async (isMetered: () => boolean): Promise<void> => {
  const shared = new SharedDb();
  try {
    const isDone = await runUntilHandover((signal) =>
      runInBackground({ shared, transport: fetchTransport, isMetered, signal }),
    );
    // Failing is how the browser learns that it should fire the event again later.
    if (!isDone) throw new Error('Some of it has still to be sent');
  } finally {
    shared.close();
  }
};

export const answerSyncEvents = (isMetered: () => boolean): void => {
  self.addEventListener('sync', (event) => {
    if (event.tag === SYNC_TAG) event.waitUntil(sendWhatWaits(isMetered));
  });
};
