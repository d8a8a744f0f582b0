/**
 * What a client of an older protocol version receives.
 *
 * Promises: its answers have no kinds that it cannot read. Acts that it cannot read are notes in them, and a state that it
 * cannot read is the nearest one that it can. Once it states a newer version, the server sends the rest: `viewOf` differs
 * from the one in its cursor.
 */
import type { SubjectBase } from '#domain/ledger/subject-base.ts';
import type { SubjectModule } from '#domain/ledger/subject-module.ts';
import { isReferenceKind, referenceKinds, referenceSince } from '#domain/reference/reference.ts';
import { subjectModules } from '#domain/subjects.ts';

const modules = subjectModules as unknown as readonly SubjectModule[];
const modulesByKind = new Map(modules.map((module) => [module.kind, module]));

const versions = (module: SubjectModule): readonly number[] => [
  module.since ?? 1,
  ...module.acts.map(({ since = 1 }) => since),
  ...Object.values(module.laterStates ?? {}).map(({ since }) => since),
];

const steps: readonly number[] = [...modules.flatMap(versions), ...referenceKinds.map(referenceSince)];

/** The last version, up to this one, that added something to what a client receives. */
export const viewOf = (protocol: number): number => Math.max(1, ...steps.filter((step) => step <= protocol));

export const readsKind = (protocol: number, kind: string): boolean => {
  const module = modulesByKind.get(kind);
  return module !== undefined && (module.since ?? 1) <= protocol;
};

export const readsReference = (protocol: number, kind: string): boolean =>
  isReferenceKind(kind) && referenceSince(kind) <= protocol;

/** The nearest state may itself be too new for the client. */
const stateFor = (module: SubjectModule, protocol: number, state: string): string => {
  const later = module.laterStates?.[state];
  return later && later.since > protocol ? stateFor(module, protocol, later.nearest) : state;
};

/** The subject as a client of this version can show it. Its kind is one that the client reads. */
export const subjectFor = <S extends SubjectBase>(protocol: number, subject: S): S => {
  const module = modulesByKind.get(subject.kind)!;
  const known = new Set(module.acts.flatMap(({ type, since = 1 }) => (since <= protocol ? [type] : [])));
  const state = stateFor(module, protocol, subject.state);
  if (state === subject.state && subject.timeline.every(({ type }) => known.has(type))) return subject;
  const timeline = subject.timeline.map((line) =>
    known.has(line.type) ? line : { ...line, type: module.noteType },
  );
  return { ...subject, state, timeline };
};
