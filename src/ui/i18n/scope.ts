import { scopeCovers } from '#domain/ledger/scope-covers.ts';
import type { Grid } from '#domain/place/grid.ts';
import { named, t } from './messages.ts';
import type { Person } from '#domain/people/person.ts';

/** The name of the person's grid, or their number if there are several; empty before the first pull. */
export const scopeName = (person: Pick<Person, 'scope'>, grids: readonly Grid[]): string => {
  const own = grids.filter((grid) => scopeCovers(person.scope, grid.code));
  if (own.length === 0) return '';
  if (own.length === 1) return named(own[0]!.name);
  return own.length === grids.length ? t().today.wholeRegion : t().today.gridCount(own.length);
};
