import type { SyncEngine } from '#sync/engine/engine.ts';

/** A command to the running engine: in this page, or over the channel in the holder of the sync lock. */
export type SyncCommand =
  | { readonly kind: 'wake' | 'ask' | 'sendNow' }
  /** Only these: ids of events, hashes of photos and thumbnails. */
  | { readonly kind: 'retry'; readonly names: readonly string[] };

/**
 * The person gave this command. It applies to everything that waits at this moment, so a run that is about to begin
 * must receive it too.
 */
export const isUserInitiated = ({ kind }: SyncCommand): boolean => kind === 'sendNow' || kind === 'retry';

/** Returns false when there is no run to receive the command. */
export const dispatch = (engine: Omit<SyncEngine, 'run'>, command: SyncCommand): boolean =>
  command.kind === 'retry' ? engine.retry(command.names) : engine[command.kind]();
