import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import type { LedgerEvent } from './envelope.ts';
import type { Authority } from './roles.ts';

/**
 * The result of judging an event.
 * - applied: the event changes its subject;
 * - contested: the role permits the event, but the subject had changed before. It joins the timeline and changes nothing else;
 * - rejected: the event is no part of the subject. It is kept whole, and its author receives the reason;
 * - held: the subject does not exist yet. The event is stored, and judged when the subject is created.
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
