/**
 * The browser's own IndexedDB, by the contract that the phones of the simulation keep. Its quota is that of the whole
 * origin, which every test beside this one shares: tests/journeys/full-phone.test.ts fills a browser of its own.
 */
import { testIndexedDb } from '#tests/simulation/indexed-db-contract.ts';

testIndexedDb({ factory: indexedDB, limit: null });
