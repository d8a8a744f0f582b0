/**
 * The one idea: a subject is the fold of its events, and the same pure functions run on the phone, in the server
 * and in the tests. A new kind of subject joins by adding its line to `judge`, `applyEvent` and `Subject`.
 */
import { applyCaseEvent, judgeCaseEvent } from '#domain/case/fold.ts';
import type { Case } from '#domain/case/case.ts';
import type { LedgerEvent } from './envelope.ts';
import type { Authority } from './roles.ts';
import type { Judgement, LedgerEntry } from './verdict.ts';

export type Subject = Case;

/** What judging may ask of the reference data. */
export type Catalogue = { readonly hazardExists: (code: string) => boolean };

export const judge = (
  current: Subject | null,
  event: LedgerEvent,
  by: Authority,
  catalogue: Catalogue,
): Judgement => judgeCaseEvent(current, event, by, catalogue.hazardExists);

/** Applied and contested events only: rejected and held ones are not part of a subject. */
export const applyEvent = (current: Subject | null, entry: LedgerEntry): Subject =>
  applyCaseEvent(current, entry);

/** The ledger read from the beginning: what a replay gives. */
export const fold = (entries: readonly LedgerEntry[]): Subject | null =>
  entries.reduce<Subject | null>((subject, entry) => applyEvent(subject, entry), null);
