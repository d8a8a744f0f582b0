/**
 * Runs the contract of the simulated IndexedDB against the browser's own. Its quota is shared by all tests of this
 * origin, so it is not tested here: tests/journeys/full-phone.test.ts fills a browser of its own.
 */
import { testIndexedDb } from '#tests/simulation/disk/indexed-db-contract.ts';

testIndexedDb({ factory: indexedDB, limit: null });
