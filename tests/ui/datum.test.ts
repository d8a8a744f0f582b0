import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceMetres } from '#domain/base/geometry.ts';
import { datums, inDatum, readPair, readPosition, toWgs84 } from '#ui/screens/admin/places/datum.ts';

const vectors = '/work/shared/fixtures/geo/datum/eviltransform-vectors.json';

test.skipIf(!existsSync(vectors))('[G6b] known points of another datum → WGS-84 within 5 m', () => {
  const { rows } = JSON.parse(readFileSync(vectors, 'utf8')) as { rows: [number, number, number, number][] };
  expect(rows.length).toBeGreaterThan(2);
  for (const [lat, lon, gcjLat, gcjLon] of rows)
    expect(distanceMetres(toWgs84({ lat: gcjLat, lon: gcjLon }, 'GCJ02'), { lat, lon })).toBeLessThan(5);
});

test('[G6b] any position of the country shown in a datum and read back → the same place within 2 m', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 20, max: 50, noNaN: true }),
      fc.double({ min: 80, max: 125, noNaN: true }),
      fc.constantFrom(...datums),
      (lat, lon, datum) => {
        const shown = inDatum({ lat, lon }, datum);
        const read = readPosition(String(shown.lat), String(shown.lon), datum);
        expect(distanceMetres(read!, { lat, lon })).toBeLessThan(2);
      },
    ),
  );
});

test.each([
  ['30.27431, 120.15512', ['30.27431', '120.15512']],
  ['120.15512,30.27431', ['30.27431', '120.15512']],
  ['120.15512，30.27431', ['30.27431', '120.15512']],
  ['30.27431', null],
  ['30.27 east', null],
])('two numbers pasted as %s → latitude and longitude, or no pair', (text, pair) => {
  expect(readPair(text)).toEqual(pair);
});

test.each([
  ['', '120'],
  ['abc', '120'],
  ['0', '0'],
  ['91', '120'],
])('latitude %s and longitude %s → no position', (lat, lon) => {
  expect(readPosition(lat, lon, 'WGS84')).toBeNull();
});
