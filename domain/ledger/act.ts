/**
 * An act: what a person may do to a subject, in one place.
 *
 * Promises: the event schema, the judgement, the fold, the buttons, the correction form and the tests derive from it.
 * Assumes: `check`, `guard` and `effects` are pure. They run on the device, on the server and in a replay.
 */
import type * as v from 'valibot';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Schemas } from '#domain/base/schemas.ts';
import type { Millis } from '#domain/base/units.ts';
import type { ReferenceKind, ReferenceView } from '#domain/reference/reference-view.ts';
import type { LedgerEvent } from './envelope.ts';
import type { EventTime } from './event-time.ts';
import type { Authority } from './roles.ts';
import type { SubjectBase } from './subject-base.ts';
import type { SubjectRef } from './subject.ts';
import type { LedgerEntry } from './verdict.ts';

/** What a judgement may rest on besides the subject itself. */
export type JudgeContext = {
  readonly by: Authority;
  /** The server's time. On a device: its clock, corrected. */
  readonly now: Millis;
  readonly reference: ReferenceView;
  /** A subject that an act names. Null: there is none. Undefined: this device does not hold it. */
  readonly related: (ref: SubjectRef) => SubjectBase | null | undefined;
};

/** The context on a device, which judges each event at the time of its signature. */
export type DeviceContext = Omit<JudgeContext, 'now'>;

/** What the act needs from the person. The interface has inputs for it, a test generates it. */
export type Needs = {
  readonly text: 'none' | 'optional' | 'required';
  readonly photos: 'none' | 'optional' | 'required';
};

export type Act<S extends SubjectBase, Type extends string = string, Body = unknown> = {
  /** `<kind>.<act>`, as on the wire. */
  readonly type: Type;
  /** The first protocol version with this act; 1 if absent. Older clients receive it as a note. */
  readonly since?: number;
  /** The body's schema. Released bodies only widen. */
  body(schemas: Schemas): v.GenericSchema<unknown, Body>;
  readonly roles: readonly Authority['role'][];
  /** The states it may happen in. `new`: it creates the subject. `open`: any state that is not final. */
  readonly from: readonly S['state'][] | 'new' | 'open';
  /** The state it leads to. Absent: the state stays. */
  readonly to?: S['state'];
  readonly needs: Needs;
  /** The reference data that `check` and `basis` read. */
  readonly reads?: readonly ReferenceKind[];
  /** How an admin corrects a rejected event of this type. */
  readonly correction?: {
    /** What a field that cannot be read begins with; empty text if absent. */
    readonly blanks?: Readonly<Record<string, unknown>>;
    /** Fields that only the author's phone can know. */
    readonly notByHand?: readonly string[];
    /** By reason of the rejection: readable fields that must change. */
    readonly fields?: Partial<Readonly<Record<ErrorCode, readonly string[]>>>;
  };
  /** Other subjects that the body names. */
  names?(body: NoInfer<Body>): readonly SubjectRef[];
  /** Why the event is rejected whatever the state of its subject is; null if it is not. */
  check?(event: LedgerEvent<NoInfer<Type>, NoInfer<Body>>, context: JudgeContext): ErrorCode | null;
  /** Why this person may not do it to this subject now; null if they may. Buttons use it too, so it gets no event. */
  guard?(subject: S, by: Authority, now: Millis): ErrorCode | null;
  /** For an act that creates its subject: may the event replace the one that created it? */
  replaces?(subject: S, event: LedgerEvent<NoInfer<Type>, NoInfer<Body>>): boolean;
  /**
   * What the effect needs of the office's data (a limit, a calendar version). It is stored with the ledger entry, so that
   * a replay gives the same subject when the office has changed that data.
   */
  basis?(event: LedgerEvent<NoInfer<Type>, NoInfer<Body>>, context: JudgeContext): unknown;
  /**
   * The changes to the subject, by effect version. An entry is folded by the version that was the last one when the event was
   * judged: a changed effect is appended, and binds later events only.
   */
  readonly effects: readonly Effect<S, NoInfer<Type>, NoInfer<Body>>[];
};

/** Whether the act changes the state of a subject that exists: a decision, which the phone lets a person undo. */
export const isDecision = ({ from, to }: Pick<Act<SubjectBase>, 'from' | 'to'>): boolean =>
  from !== 'new' && to !== undefined;

/** The subject after the act, without its timeline. `subject` is null only for an act that creates it. */
export type Effect<S extends SubjectBase, Type extends string = string, Body = unknown> = {
  apply(subject: S | null, entry: LedgerEntry<LedgerEvent<Type, Body>>, time: EventTime): Omit<S, 'timeline'>;
};

/** The state after the act: the effect of an act that changes nothing else. */
export const stateOnly = <S extends SubjectBase>(state: S['state']): Effect<S> => ({
  apply: (subject) => ({ ...subject!, state }),
});
