/** What polygons share and cover. Only this file knows the library, which is exact but slow: about 3 ms for 200 points. */
import { difference, intersection, union, type Geom } from 'polyclip-ts';
import type { Polygon } from '#domain/base/geometry.ts';
import { pointInside, polygonSize, type Bounds } from '#domain/base/polygon.ts';
import type { LatLon } from '#domain/base/geometry.ts';

export type Piece = { readonly area: number; readonly width: number; readonly at: LatLon };

/** Smaller or narrower pieces come from rounded coordinates. */
const MIN_WIDTH = 0.5;

/** The library changes nothing in its arguments. */
const geom = (polygons: readonly Polygon[]): Geom => polygons as Geom;

/** The pieces that are larger than `area` square metres and wider than half a metre, the largest first. */
const pieces = (polygons: readonly Polygon[], minArea: number): readonly Piece[] =>
  polygons
    .map((polygon) => ({ ...polygonSize(polygon), polygon }))
    .filter(({ area, width }) => area > minArea && width > MIN_WIDTH)
    .sort((a, b) => b.area - a.area)
    .map(({ area, width, polygon }) => ({ area, width, at: pointInside(polygon) }));

/** The part of a ring in a box, edge by edge of the box. A part that falls apart stays joined along an edge. */
const clipRing = (ring: Polygon[number], [west, south, east, north]: Bounds): Polygon[number] => {
  const sides = [
    [0, west, 1],
    [0, east, -1],
    [1, south, 1],
    [1, north, -1],
  ] as const;
  let points: Polygon[number] = ring.slice(0, -1);
  for (const [axis, limit, sign] of sides) {
    const kept: (readonly [number, number])[] = [];
    for (const [i, point] of points.entries()) {
      const before = points.at(i - 1)!;
      const [from, to] = [(before[axis] - limit) * sign, (point[axis] - limit) * sign];
      if (from >= 0 !== to >= 0) {
        const part = from / (from - to);
        const other = before[1 - axis]! + (point[1 - axis]! - before[1 - axis]!) * part;
        kept.push(axis === 0 ? [limit, other] : [other, limit]);
      }
      if (to >= 0) kept.push(point);
    }
    points = kept;
  }
  return points.length < 3 ? [] : [...points, points[0]!];
};

/** Clipping to what two polygons may share makes the exact step several times faster. */
const clipTo = (polygon: Polygon, box: Bounds): Polygon => {
  const [outer = [], ...holes] = polygon.map((ring) => clipRing(ring, box));
  return outer.length === 0 ? [] : [outer, ...holes.filter((hole) => hole.length > 0)];
};

/** What both polygons cover, inside the box that both touch. */
export const overlapOf = (a: Polygon, b: Polygon, box: Bounds, minArea: number): readonly Piece[] => {
  const [inA, inB] = [clipTo(a, box), clipTo(b, box)];
  if (inA.length === 0 || inB.length === 0) return [];
  return pieces(intersection(geom([inA]), geom([inB])), minArea);
};

/** What the first covers and the others do not. */
export const restOf = (polygon: Polygon, others: readonly Polygon[], minArea: number): readonly Piece[] =>
  pieces(others.length === 0 ? [polygon] : difference(geom([polygon]), geom(others)), minArea);

/** To a centimetre: between edges that differ by less there is no way out of a hole. */
const snapped = (polygon: Polygon): Polygon =>
  polygon.map((ring) =>
    ring.map(([lon, lat]) => [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7] as const),
  );

/** The holes in what all polygons cover together. */
export const holesOf = (polygons: readonly Polygon[]): readonly Polygon[] => {
  const [first, ...others] = polygons.map((it) => geom([snapped(it)]));
  if (!first) return [];
  return union(first, ...others).flatMap(([, ...holes]) => holes.map((hole) => [hole]));
};
