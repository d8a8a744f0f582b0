/** Positions as other maps show them. They are stored as WGS-84. */
import gcoord from 'gcoord';
import { isPlausible, type LatLon } from '#domain/base/geometry.ts';
import type { Datum } from '#ui/state/office/office.ts';

export const datums = ['WGS84', 'GCJ02', 'BD09'] as const satisfies readonly Datum[];

/** About 0.1 m: no phone measures better. */
const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

const convert = ({ lat, lon }: LatLon, from: Datum, to: Datum): LatLon => {
  const [toLon, toLat] = gcoord.transform([lon, lat], gcoord[from], gcoord[to]) as [number, number];
  return { lat: rounded(toLat), lon: rounded(toLon) };
};

/** Right to a few metres; outside China nothing is converted. */
export const toWgs84 = (given: LatLon, datum: Datum): LatLon => convert(given, datum, 'WGS84');

/** As a map with this datum shows the position. */
export const inDatum = (position: LatLon, datum: Datum): LatLon => convert(position, 'WGS84', datum);

/** The position of two texts; null if they are none. */
export const readPosition = (lat: string, lon: string, datum: Datum): LatLon | null => {
  if (lat.trim() === '' || lon.trim() === '') return null;
  const given = { lat: Number(lat), lon: Number(lon) };
  return isPlausible(given) ? toWgs84(given, datum) : null;
};

/** Two numbers pasted into one field, in either order: 120.15512,30.27431 as most Chinese maps copy them. */
export const readPair = (text: string): readonly [lat: string, lon: string] | null => {
  const [, first, second] = /^\s*(-?\d+\.?\d*)[\s,，、]+(-?\d+\.?\d*)\s*$/.exec(text) ?? [];
  if (first === undefined || second === undefined) return null;
  return Math.abs(Number(first)) > 90 ? [second, first] : [first, second];
};
