import { uuidV7 } from '#domain/ledger/uuid-v7.ts';

/** A fresh id, in Node as in a browser. */
export const newId = (at = Date.now()): string => uuidV7(at, crypto.getRandomValues(new Uint8Array(10)));
