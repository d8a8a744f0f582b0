import * as v from 'valibot';
import { polygonContains, polygonSchema, type LatLon } from '#domain/base/geometry.ts';

/** 15 digits: 6 county + 3 street + 3 community + 3 grid (GB/T 30428.1). */
export const gridCodePattern = /^\d{15}$/;
export const gridCodeSchema = v.pipe(v.string(), v.regex(gridCodePattern));
export type GridCode = string;

export const gridSchema = v.object({
  code: gridCodeSchema,
  name: v.object({ zh: v.string(), en: v.string() }),
  polygon: polygonSchema,
});
export type Grid = v.InferOutput<typeof gridSchema>;

/** The grid that contains the point; null outside all grids. */
export const gridAt = (grids: readonly Grid[], point: LatLon): Grid | null =>
  grids.find((grid) => polygonContains(grid.polygon, point)) ?? null;
