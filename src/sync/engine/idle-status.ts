import type { SyncStatus } from './status.ts';

/** The status before the engine reports one. */
export const idleStatus: SyncStatus = {
  phase: 'idle',
  error: null,
  nextTryAt: null,
  inFlight: [],
  bytesPerSecond: null,
  waitingForWifi: false,
};
