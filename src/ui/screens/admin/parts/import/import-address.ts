import { importKinds, type ImportKind } from '#domain/office/messages.ts';

/** The last part of the address `/admin/<section>/import?kind=…`. */
export const IMPORT = 'import';

/** The section that shows what a file of the kind brings. */
const sectionOf: Readonly<Record<ImportKind, string>> = {
  area: 'grids',
  grid: 'grids',
  unit: 'units',
  person: 'people',
  place: 'places',
  hazardKind: 'hazards',
  calendar: 'calendar',
};

export const importHref = (kind: ImportKind): string => `/admin/${sectionOf[kind]}/${IMPORT}?kind=${kind}`;

/** Null for an address without a kind that can be imported. */
export const importedKind = (query: string): ImportKind | null => {
  const named = new URLSearchParams(query).get('kind');
  return importKinds.find((kind) => kind === named) ?? null;
};
