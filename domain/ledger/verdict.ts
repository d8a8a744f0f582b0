import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { LedgerEvent } from './envelope.ts';
import type { Authority } from './roles.ts';

/**
 * What judging an event says.
 * - applied: it changes its subject;
 * - contested: allowed to this role, but the subject had moved on: it stays in the history and changes nothing else;
 * - rejected: not taken into the subject at all; kept whole, its author told why;
 * - held: its subject is not known yet; stored, applied when the subject comes.
 */
export type Judgement =
  | {
      readonly verdict: 'applied';
      /** Absent for effect 1 without office data. */
      readonly basis?: Basis;
      /** A subject that the act names is not on this device: the server may judge otherwise. */
      readonly isProvisional?: true;
    }
  | { readonly verdict: 'contested'; readonly reason: ErrorCode }
  | { readonly verdict: 'rejected'; readonly reason: ErrorCode }
  | { readonly verdict: 'held' };

/** What a replay needs besides the event: which effect, and the office's data of that moment. */
export type Basis = { readonly effect: number; readonly data?: unknown };

/** An event that is part of its subject, with the judgement made once. A replay reads it and never judges again. */
export type LedgerEntry<E extends LedgerEvent = LedgerEvent> = {
  readonly event: E;
  readonly verdict: 'applied' | 'contested';
  readonly reason: ErrorCode | null;
  readonly by: Authority;
  /** Null while the event is only on this device. */
  readonly receivedAt: Millis | null;
  /** Absent for effect 1 without office data. */
  readonly basis?: Basis | null;
};
