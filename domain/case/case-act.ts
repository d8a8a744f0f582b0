import type { Act, Effect } from '#domain/ledger/act.ts';
import type { LedgerEvent } from '#domain/ledger/envelope.ts';
import type { SubjectPhoto } from '#domain/ledger/subject-base.ts';
import type { Case } from './case.ts';

/** An act on a case, its type and body inferred. */
export const caseAct = <const Type extends `case.${string}`, Body>(
  act: Act<Case, Type, Body>,
): Act<Case, Type, Body> => act;

export const photosOf = (event: Pick<LedgerEvent, 'id' | 'photos'>): readonly SubjectPhoto[] =>
  event.photos.map((photo) => ({ ...photo, eventId: event.id }));

/** The event's photos join those of the case; nothing else changes. */
export const addPhotos: Effect<Case> = {
  apply: (current, { event }) => ({ ...current!, photos: [...current!.photos, ...photosOf(event)] }),
};
