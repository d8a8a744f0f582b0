import type { SyncStatus } from './status.ts';

/** Until the engine says otherwise. */
export const idleStatus: SyncStatus = {
  phase: 'idle',
  error: null,
  nextTryAt: null,
  inFlight: [],
  bytesPerSecond: null,
  waitingForWifi: false,
};
