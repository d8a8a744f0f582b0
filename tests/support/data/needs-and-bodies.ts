import { safeParse } from 'valibot';
import type { Act } from '#domain/ledger/act.ts';
import type { SubjectBase } from '#domain/ledger/subject-base.ts';
import { schemas } from '#domain/base/schemas.ts';
import { subjectModules } from '#domain/subjects.ts';

type AnyAct = Pick<Act<SubjectBase>, 'type' | 'needs' | 'from' | 'body'>;

const registered: readonly AnyAct[] = subjectModules.flatMap(({ acts }) => acts as readonly AnyAct[]);

/** A body with what the act needs from the person and nothing else. Photos are not part of a body. */
const bodyFromNeeds = ({ needs }: AnyAct, text: string): object => (needs.text === 'none' ? {} : { text });

const reads = (act: AnyAct, body: object): boolean => safeParse(act.body(schemas), body).success;

/** An act that creates its subject has further fields. */
export const furtherActs = registered.filter(({ from }) => from !== 'new').map(({ type }) => type);

const typesOf = (acts: readonly AnyAct[]): readonly string[] => acts.map(({ type }) => type);

/** The acts whose body is accepted when it is made from their needs alone. */
export const madeFromNeeds = (): readonly string[] =>
  typesOf(registered.filter((act) => reads(act, bodyFromNeeds(act, '依据'))));

/** The acts that need a text and accept a body without one. */
export const missingTextAccepted = (): readonly string[] =>
  typesOf(
    registered.filter(
      (act) => act.needs.text === 'required' && (reads(act, {}) || reads(act, bodyFromNeeds(act, ''))),
    ),
  );

/** The acts that do not need a text and reject an empty one. */
export const emptyTextRejected = (): readonly string[] =>
  typesOf(registered.filter((act) => act.needs.text === 'optional' && !reads(act, bodyFromNeeds(act, ''))));
