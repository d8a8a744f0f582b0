import * as v from 'valibot';
import {
  polygonContains,
  polygonDistanceMetres,
  polygonSchema,
  type LatLon,
  type Polygon,
} from '#domain/base/geometry.ts';
import { retired } from '#domain/reference/row-fields.ts';

/** 15 digits: 6 county + 3 street + 3 community + 3 grid (GB/T 30428.1). */
export const gridCodePattern = /^\d{15}$/;
export const gridCodeSchema = v.pipe(v.string(), v.regex(gridCodePattern));
export type GridCode = string;

export const gridSchema = v.object({
  code: gridCodeSchema,
  name: v.object({ zh: v.string(), en: v.string() }),
  polygon: polygonSchema,
  /** The other parts of a grid that has several. */
  more: v.optional(v.array(polygonSchema)),
  retired,
});
export type Grid = v.InferOutput<typeof gridSchema>;

export const partsOf = ({ polygon, more = [] }: Pick<Grid, 'polygon' | 'more'>): readonly Polygon[] => [
  polygon,
  ...more,
];

export const gridContains = (grid: Grid, point: LatLon): boolean =>
  partsOf(grid).some((part) => polygonContains(part, point));

/** From the point to the nearest edge of the grid; 0 inside. */
export const gridDistanceMetres = (grid: Grid, point: LatLon): number =>
  Math.min(...partsOf(grid).map((part) => polygonDistanceMetres(part, point)));

/** The grid that contains the point; null outside all grids. */
export const gridAt = (grids: readonly Grid[], point: LatLon): Grid | null =>
  grids.find((grid) => !grid.retired && gridContains(grid, point)) ?? null;
