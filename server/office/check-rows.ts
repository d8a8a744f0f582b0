/** Rows that are checked together: each against all others, as they are after the edits. */
import { officeKinds, type OfficeValues, type OfficeView } from '#domain/office/office-kinds.ts';
import type { Problem } from '#domain/office/problem.ts';
import { indexOf } from '#domain/office/view-index.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';

export const idOfValue = (kind: ReferenceKind, value: OfficeValues[ReferenceKind]): string =>
  (officeKinds[kind].idOf as (it: unknown) => string)(value);

/** `hadAdmin`: of the stored rows. An office that has no admin yet does not lose the last one. */
export const checkValue = (
  kind: ReferenceKind,
  value: OfficeValues[ReferenceKind],
  view: OfficeView,
  hadAdmin: boolean,
): readonly Problem[] =>
  (officeKinds[kind].check as (it: unknown, of: OfficeView) => readonly Problem[])(value, view).filter(
    ({ code }) => code !== 'lastAdmin' || hadAdmin,
  );

export const hasAdmin = (view: OfficeView): boolean => indexOf(view).hasAdmin;
