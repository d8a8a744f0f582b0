import type { SyncEngine } from '#sync/engine/engine.ts';

/** What a trigger says to the engine, here or, over the channel, in whoever holds the lock. */
export type Word =
  | { readonly kind: 'wake' | 'ask' | 'sendNow' }
  /** Only these: ids of events, hashes of photos and thumbnails. */
  | { readonly kind: 'retry'; readonly names: readonly string[] };

/** Said by a person's hand: it means what waits now, so a run that is only about to begin has to hear it too. */
export const isByHand = ({ kind }: Word): boolean => kind === 'sendNow' || kind === 'retry';

/** False when no run is there to hear it. */
export const hear = (engine: Omit<SyncEngine, 'run'>, word: Word): boolean =>
  word.kind === 'retry' ? engine.retry(word.names) : engine[word.kind]();
