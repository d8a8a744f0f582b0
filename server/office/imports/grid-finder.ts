import type { LatLon } from '#domain/base/geometry.ts';
import { gridContains, partsOf, type Grid } from '#domain/place/grid.ts';

/** Finds the grid of a point among hundreds, thousands of times: by bounding box first. */
export const openGridFinder = (grids: readonly Grid[]): ((point: LatLon) => Grid | null) => {
  const boxes = grids
    .filter(({ retired }) => !retired)
    .map((grid) => {
      const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
      for (const part of partsOf(grid))
        for (const [lon, lat] of part[0] ?? []) {
          box.west = Math.min(box.west, lon);
          box.east = Math.max(box.east, lon);
          box.south = Math.min(box.south, lat);
          box.north = Math.max(box.north, lat);
        }
      return { grid, ...box };
    });
  return (point) =>
    boxes.find(
      ({ grid, west, south, east, north }) =>
        point.lon >= west &&
        point.lon <= east &&
        point.lat >= south &&
        point.lat <= north &&
        gridContains(grid, point),
    )?.grid ?? null;
};
