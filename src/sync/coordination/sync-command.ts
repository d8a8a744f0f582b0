import type { SyncEngine } from '#sync/engine/engine.ts';

/** What a trigger says to the engine, here or, over the channel, in whoever holds the lock. */
export type SyncCommand =
  | { readonly kind: 'wake' | 'ask' | 'sendNow' }
  /** Only these: ids of events, hashes of photos and thumbnails. */
  | { readonly kind: 'retry'; readonly names: readonly string[] };

/** Said by a person's hand: it means what waits now, so a run that is only about to begin has to hear it too. */
export const isUserInitiated = ({ kind }: SyncCommand): boolean => kind === 'sendNow' || kind === 'retry';

/** False when no run is there to hear it. */
export const dispatch = (engine: Omit<SyncEngine, 'run'>, command: SyncCommand): boolean =>
  command.kind === 'retry' ? engine.retry(command.names) : engine[command.kind]();
