import * as v from 'valibot';

/** A point on WGS-84, degrees. */
export type LatLon = { readonly lat: number; readonly lon: number };

/** Rings as GeoJSON has them: [lon, lat], first point repeated at the end; the first ring is the outer one. */
export type Polygon = readonly (readonly (readonly [number, number])[])[];

export const polygonSchema = v.array(v.array(v.tuple([v.number(), v.number()])));

/**
 * Where a report was made. `ageMillis` is how old the fix was when the report was saved. `place` is the position of the
 * chosen place, `pin` a point that a person set on the map. `byHand` is present if a person chose the source. Positions
 * are WGS-84 always; map datums are a matter of display.
 */
export const positionSchema = v.object({
  lat: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
  lon: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
  accuracyMetres: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
  ageMillis: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
  source: v.picklist(['device', 'photo', 'place', 'pin']),
  byHand: v.optional(v.literal(true)),
});
export type Position = v.InferOutput<typeof positionSchema>;

/** False for what a camera or a faulty receiver writes without a fix: not finite, not on the globe, or 0,0. */
export const isPlausible = ({ lat, lon }: LatLon): boolean =>
  Number.isFinite(lat) &&
  Number.isFinite(lon) &&
  Math.abs(lat) <= 90 &&
  Math.abs(lon) <= 180 &&
  !(Math.abs(lat) < 1e-4 && Math.abs(lon) < 1e-4);

const EARTH_RADIUS_METRES = 6_371_008.8;
export const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in metres (haversine). */
export const distanceMetres = (a: LatLon, b: LatLon): number => {
  const h =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
};

const ringContains = (ring: Polygon[number], { lat, lon }: LatLon): boolean => {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
};

/** Even-odd rule; a hole is outside. */
export const polygonContains = (polygon: Polygon, point: LatLon): boolean => {
  const [outer, ...holes] = polygon;
  return (
    outer !== undefined && ringContains(outer, point) && !holes.some((hole) => ringContains(hole, point))
  );
};

export const METRES_PER_DEGREE = radians(1) * EARTH_RADIUS_METRES;

/** From the point to the nearest edge, also of a hole; 0 inside the polygon. Flat, so right for a city only. */
export const polygonDistanceMetres = (polygon: Polygon, point: LatLon): number => {
  if (polygonContains(polygon, point)) return 0;
  const toMetres = ([lon, lat]: readonly [number, number]) => ({
    x: (lon - point.lon) * METRES_PER_DEGREE * Math.cos(radians(point.lat)),
    y: (lat - point.lat) * METRES_PER_DEGREE,
  });
  let nearest = Infinity;
  for (const ring of polygon) {
    const corners = ring.map(toMetres);
    for (let i = 1; i < corners.length; i++) {
      const [a, b] = [corners[i - 1]!, corners[i]!];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const along = -(a.x * dx + a.y * dy) / (dx * dx + dy * dy || 1);
      const part = Math.min(1, Math.max(0, along));
      nearest = Math.min(nearest, Math.hypot(a.x + part * dx, a.y + part * dy));
    }
  }
  return nearest;
};
