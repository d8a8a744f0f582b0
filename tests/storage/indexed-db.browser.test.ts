/** The browser's own IndexedDB, by the contract that the phones of the simulation keep. */
import { testIndexedDb } from '#tests/simulation/indexed-db-contract.ts';
import { cdp } from 'vitest/browser';

const { origin } = location;

testIndexedDb({
  factory: indexedDB,
  limit: async (bytes) => {
    const { usage = 0 } = await navigator.storage.estimate();
    const quota = bytes === null ? { origin } : { origin, quotaSize: usage + bytes };
    await cdp().send('Storage.overrideQuotaForOrigin', quota);
  },
});
