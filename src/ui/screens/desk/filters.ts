import type { CaseState } from '#domain/case/lifecycle.ts';
import type { ShownCase } from '#ui/state/cases.ts';

export const stateFilters = ['reported', 'filed', 'dismissed', 'all'] as const;
export type StateFilter = (typeof stateFilters)[number];

/** Everything that was taken on counts as filed here. */
export const stateTests: Record<StateFilter, (state: CaseState) => boolean> = {
  reported: (state) => state === 'reported',
  filed: (state) => state !== 'reported' && state !== 'dismissed' && state !== 'merged',
  dismissed: (state) => state === 'dismissed' || state === 'merged',
  all: () => true,
};

/** '' for all, `family:ebike`, or `kind:EB01`. */
export const isKindFilter = (value: string): boolean => value === '' || /^(family|kind):\w+$/.test(value);

export const kindTest = (filter: string, hazard: string, family: string | undefined): boolean => {
  if (filter === '') return true;
  const [what, name] = filter.split(':');
  return what === 'family' ? family === name : hazard === name;
};

export const waitsForPhotos = ({ case: it, stored }: ShownCase): boolean =>
  it.photos.some((photo) => stored[photo.sha256] !== 'complete');
