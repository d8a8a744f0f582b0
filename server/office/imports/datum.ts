import gcoord from 'gcoord';
import type { LatLon } from '#domain/base/geometry.ts';
import type { Datum } from '#domain/office/county.ts';

export const toWgs84 =
  (datum: Datum) =>
  ({ lat, lon }: LatLon): LatLon => {
    if (datum === 'WGS84') return { lat, lon };
    const [x, y] = gcoord.transform([lon, lat], gcoord[datum], gcoord.WGS84);
    return { lat: y!, lon: x! };
  };
