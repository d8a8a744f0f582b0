/** The kinds of subject. A new kind is one folder and one name here; `tests/sample-kind` adds one. */
import type * as v from 'valibot';
import { caseModule } from './case/case-module.ts';
import type { LedgerEvent as AnyEvent } from './ledger/envelope.ts';
import { createRegistry } from './ledger/registry.ts';
import type { SubjectModule } from './ledger/subject-module.ts';
import type { LedgerEntry as AnyEntry } from './ledger/verdict.ts';

export const subjectModules = [caseModule] as const;

type Modules = (typeof subjectModules)[number];
type SubjectOf<M> = M extends SubjectModule<infer S, infer _> ? S : never;
type Acts = Modules['acts'][number];
type BodyOf<A> = A extends { body(...args: never): v.GenericSchema<unknown, infer B> } ? B : never;

/** A subject of any kind. */
export type Subject = SubjectOf<Modules>;
type SubjectKind = Modules['kind'];
export type EventType = Acts['type'];
export type EventOf<T extends EventType> = AnyEvent<T, BodyOf<Extract<Acts, { type: T }>>>;
/** An event of any registered type, with the type of its own body. */
export type LedgerEvent = { [T in EventType]: EventOf<T> }[EventType];
export type LedgerEntry = AnyEntry<LedgerEvent>;

export const {
  judge,
  applyEvent,
  fold,
  rebase,
  audienceOf,
  foldVersionOf,
  mayDo,
  namedBy,
  actOf,
  actsOf,
  kindsRead,
  isEventType,
} = createRegistry<Subject, LedgerEvent>(subjectModules as unknown as readonly SubjectModule[]);

/** The registered kinds. */
export const subjectKinds: readonly SubjectKind[] = subjectModules.map(({ kind }) => kind);
