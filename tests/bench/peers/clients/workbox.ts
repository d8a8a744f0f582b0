/**
 * The queue of workbox-background-sync: one form for each report, replayed one after the other. It runs in the page,
 * without the sync event of the browser; a retry follows after a second instead of minutes.
 */
import { Queue } from 'workbox-background-sync/Queue.js';
import type { OpenClient } from './client.ts';
import { formOf } from './form.ts';
import { untilItWorks } from './retry.ts';

const WEEK_IN_MINUTES = 7 * 24 * 60;

export const openWorkbox: OpenClient = async () => {
  // The queue looks for "sync" in it, and works without.
  Object.assign(globalThis, { registration: {} });
  const queue = new Queue('reports', { maxRetentionTime: WEEK_IN_MINUTES, onSync: () => {} });
  return {
    save: async (report) => {
      const request = new Request('/peer/workbox/report', { method: 'POST', body: formOf(report) });
      await queue.pushRequest({ request });
    },
    send: () => untilItWorks(1000, () => queue.replayRequests()),
  };
};
