/** Sizes and points of polygons. Flat, so right for a county only. */
import { METRES_PER_DEGREE, radians, type LatLon, type Polygon } from './geometry.ts';

type Ring = Polygon[number];
/** West, south, east, north, in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

export const boundsOfRings = (rings: readonly Ring[]): Bounds => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (const [lon, lat] of ring) {
      west = Math.min(west, lon);
      south = Math.min(south, lat);
      east = Math.max(east, lon);
      north = Math.max(north, lat);
    }
  return [west, south, east, north];
};

/** The part that both have; null if they do not overlap. */
export const sharedBounds = (a: Bounds, b: Bounds): Bounds | null => {
  const shared: Bounds = [
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ];
  return shared[0] < shared[2] && shared[1] < shared[3] ? shared : null;
};

const inMetres = (ring: Ring): readonly (readonly [number, number])[] => {
  const [lon0 = 0, lat0 = 0] = ring[0] ?? [];
  const shrink = Math.cos(radians(lat0));
  return ring.map(([lon, lat]) => [
    (lon - lon0) * METRES_PER_DEGREE * shrink,
    (lat - lat0) * METRES_PER_DEGREE,
  ]);
};

const ringSize = (ring: Ring): { readonly area: number; readonly length: number } => {
  const points = inMetres(ring);
  let [area, length] = [0, 0];
  for (let i = 1; i < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i - 1]!, points[i]!];
    area += (ax * by - bx * ay) / 2;
    length += Math.hypot(bx - ax, by - ay);
  }
  return { area: Math.abs(area), length };
};

/**
 * Square metres without the holes, and the width in metres: exact for a long strip, half the side for a square.
 */
export const polygonSize = ([outer = [], ...holes]: Polygon): {
  readonly area: number;
  readonly width: number;
} => {
  const whole = ringSize(outer);
  const area = whole.area - holes.reduce((sum, hole) => sum + ringSize(hole).area, 0);
  return { area, width: whole.length > 0 ? (2 * area) / whole.length : 0 };
};

/** A point inside the polygon and outside its holes, far from the edges along its own parallel. */
export const pointInside = (polygon: Polygon): LatLon => {
  const [west, south, east, north] = boundsOfRings(polygon.slice(0, 1));
  let best: { readonly point: LatLon; readonly width: number } | null = null;
  // Some parallels, as one may pass through corners only.
  for (const part of [0.5, 0.42, 0.61, 0.27, 0.73]) {
    const lat = south + (north - south) * part;
    const crossings = polygon
      .flatMap((ring) =>
        ring.slice(1).flatMap(([xb, yb], i) => {
          const [xa, ya] = ring[i]!;
          return ya > lat !== yb > lat ? [xa + ((lat - ya) * (xb - xa)) / (yb - ya)] : [];
        }),
      )
      .sort((a, b) => a - b);
    for (let i = 1; i < crossings.length; i += 2) {
      const [from, to] = [crossings[i - 1]!, crossings[i]!];
      if (to - from > (best?.width ?? 0)) best = { point: { lat, lon: (from + to) / 2 }, width: to - from };
    }
    if (best) break;
  }
  return best?.point ?? { lat: (south + north) / 2, lon: (west + east) / 2 };
};

/** Latitude and longitude with five digits, about a metre: 30.27431, 120.15512. */
export const shownPoint = ({ lat, lon }: LatLon): string => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
