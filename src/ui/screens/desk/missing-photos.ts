import type { ShownCase } from '#ui/state/cases/cases.ts';

export type PhotoCount = { readonly there: number; readonly of: number };

/** How many photos of a case are on the server; null if all are. */
export const missingPhotos = ({ case: { photos }, stored }: ShownCase): PhotoCount | null => {
  const there = photos.filter(({ sha256 }) => stored[sha256] === 'complete').length;
  return there < photos.length ? { there, of: photos.length } : null;
};
