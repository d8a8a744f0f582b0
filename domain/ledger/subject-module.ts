import type * as v from 'valibot';
import type { Schemas } from '#domain/base/schemas.ts';
import type { Act } from './act.ts';
import type { Audience } from './audience.ts';
import type { Authority } from './roles.ts';
import type { SubjectBase } from './subject-base.ts';

/**
 * A kind of subject: one folder, registered by one line in `domain/subjects.ts`. Ledger, push, pull, storage and rebase
 * work with any kind through this alone.
 */
export type SubjectModule<S extends SubjectBase = SubjectBase, A extends Act<S> = Act<S>> = {
  readonly kind: S['kind'];
  /** The first protocol version with this kind; 1 if absent. Older clients do not receive it. */
  readonly since?: number;
  /**
   * The version of what the fold writes. Raise it when a stored subject must be folded anew: a field is added, or means
   * something else.
   */
  readonly foldVersion: number;
  readonly acts: readonly A[];
  /** The type under which a client sees an act that it does not know. */
  readonly noteType: string;
  /** The states that the `open` of an act leaves out. */
  readonly finalStates: readonly S['state'][];
  /** States that came after version 1, each with its version and the nearest earlier state. */
  readonly laterStates?: Readonly<Record<string, { readonly since: number; readonly nearest: S['state'] }>>;
  /** What this version reads of a stored or pulled subject besides its kind and id. */
  schema(schemas: Schemas): v.GenericSchema;
  /** May this person act on the subject at all? */
  covers(by: Authority, subject: S): boolean;
  /** Who may see the subject. */
  audience(subject: S): Audience;
};

/** Keeps the types of the acts, so that every event has the type of its own body. */
export const defineModule =
  <S extends SubjectBase>() =>
  <const A extends Act<S>>(module: SubjectModule<S, A>): SubjectModule<S, A> =>
    module;
