import type { GridCode } from '#domain/place/grid.ts';
import type { HazardKind } from './hazard-kinds.ts';

/** The id of the unit to suggest for a case in this grid: of the longest scope that covers it. Null without one. */
export const suggestedUnit = ({ units = [] }: HazardKind, grid: GridCode): string | null =>
  units
    .filter(({ scope }) => grid.startsWith(scope))
    .reduce<{ readonly scope: string; readonly unit: string } | null>(
      (best, row) => (best && best.scope.length >= row.scope.length ? best : row),
      null,
    )?.unit ?? null;
