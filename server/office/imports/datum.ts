import gcoord from 'gcoord';
import type { LatLon } from '#domain/base/geometry.ts';

/** How the positions of a file are given; they are stored as WGS-84. */
export const datums = ['WGS84', 'GCJ02', 'BD09'] as const;
export type Datum = (typeof datums)[number];

export const toWgs84 =
  (datum: Datum) =>
  ({ lat, lon }: LatLon): LatLon => {
    if (datum === 'WGS84') return { lat, lon };
    const [x, y] = gcoord.transform([lon, lat], gcoord[datum], gcoord.WGS84);
    return { lat: y!, lon: x! };
  };
