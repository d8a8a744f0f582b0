/**
 * How grids lie beside each other.
 *
 * Promises: an overlap of more than 1 m² that is wider than half a metre is found. A gap is a hole of more than 25 m², wider
 * than half a metre, in what the grids of a community cover together, unless it is a hole of one of its grids or another grid
 * covers it. Pairs whose bounds are apart are not compared.
 */
import type { Polygon } from '#domain/base/geometry.ts';
import { boundsOfRings, polygonSize, sharedBounds, type Bounds } from '#domain/base/polygon.ts';
import type { LatLon } from '#domain/base/geometry.ts';
import { areaDigits } from '#domain/place/area.ts';
import { gridDistanceMetres, partsOf, type Grid } from '#domain/place/grid.ts';
import { holesOf, overlapOf, restOf } from './clip.ts';

const MIN_OVERLAP = 1;
const MIN_GAP = 25;
/** Of the area of both: the same boundary, drawn twice. */
const SAME = 0.999;

export type Overlap = { readonly a: Grid; readonly b: Grid; readonly at: LatLon; readonly isSame: boolean };
export type Gap = { readonly beside: Grid; readonly at: LatLon };

type Part = { readonly grid: Grid; readonly polygon: Polygon; readonly bounds: Bounds };

const partsWithBounds = (grids: readonly Grid[]): readonly Part[] =>
  grids
    .flatMap((grid) => partsOf(grid).map((polygon) => ({ grid, polygon, bounds: boundsOfRings(polygon) })))
    .sort((a, b) => a.bounds[0] - b.bounds[0]);

const areaOf = (grid: Grid): number => partsOf(grid).reduce((sum, it) => sum + polygonSize(it).area, 0);

/** The overlaps in which a grid of `changed` takes part, each pair once. */
export const overlapsOf = (grids: readonly Grid[], changed: ReadonlySet<Grid>): readonly Overlap[] => {
  const found = new Map<string, Overlap & { readonly area: number; readonly largest: number }>();
  let open: readonly Part[] = [];
  for (const part of partsWithBounds(grids)) {
    const stillOpen = open.filter(({ bounds }) => bounds[2] > part.bounds[0]);
    for (const other of stillOpen) {
      if (other.grid === part.grid || (!changed.has(part.grid) && !changed.has(other.grid))) continue;
      const box = sharedBounds(part.bounds, other.bounds);
      const pieces = box ? overlapOf(part.polygon, other.polygon, box, MIN_OVERLAP) : [];
      const [first] = pieces;
      if (!first) continue;
      const [a, b] = part.grid.code < other.grid.code ? [part.grid, other.grid] : [other.grid, part.grid];
      const before = found.get(`${a.code} ${b.code}`);
      const area = (before?.area ?? 0) + pieces.reduce((sum, it) => sum + it.area, 0);
      const isLarger = first.area > (before?.largest ?? 0);
      found.set(`${a.code} ${b.code}`, {
        a,
        b,
        area,
        at: isLarger ? first.at : before!.at,
        largest: isLarger ? first.area : before!.largest,
        isSame: area > SAME * Math.max(areaOf(a), areaOf(b)),
      });
    }
    open = [...stillOpen, part];
  }
  return [...found.values()];
};

const communityOf = ({ code }: Grid): string => code.slice(0, areaDigits.community);

/** The gaps in the communities that have a grid of `changed`. Each is named at the nearest of these grids. */
export const gapsOf = (grids: readonly Grid[], changed: ReadonlySet<Grid>): readonly Gap[] => {
  const parts = partsWithBounds(grids);
  return [...new Set([...changed].map(communityOf))].flatMap((community) => {
    const own = parts.filter(({ grid }) => communityOf(grid) === community);
    // Without their holes: a hole of a grid is there on purpose.
    const holes = holesOf(own.map(({ polygon }) => polygon.slice(0, 1)));
    const near = [...changed].filter((grid) => communityOf(grid) === community);
    return holes.flatMap((hole) => {
      const bounds = boundsOfRings(hole);
      const covering = parts.filter(
        (it) => communityOf(it.grid) !== community && sharedBounds(it.bounds, bounds) !== null,
      );
      return restOf(
        hole,
        covering.map(({ polygon }) => polygon),
        MIN_GAP,
      ).map(({ at }) => ({
        at,
        beside: near.reduce((a, b) => (gridDistanceMetres(b, at) < gridDistanceMetres(a, at) ? b : a)),
      }));
    });
  });
};
