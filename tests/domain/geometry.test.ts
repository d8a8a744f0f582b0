import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  distanceMetres,
  isPlausible,
  polygonContains,
  polygonDistanceMetres,
  type Polygon,
} from '#domain/base/geometry.ts';
import { pointInside, polygonSize } from '#domain/base/polygon.ts';
import { gridAt } from '#domain/place/grid.ts';

const coordinate = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
const point = fc.record({ lat: coordinate(90), lon: coordinate(180) });
const box = ([west, south, east, north]: readonly number[]): Polygon[number] => [
  [west!, south!],
  [east!, south!],
  [east!, north!],
  [west!, north!],
  [west!, south!],
];
const town = box([120, 30, 121, 31]);
const notched: Polygon = [
  [
    [0, 0],
    [4, 0],
    [4, 4],
    [2, 1],
    [0, 4],
    [0, 0],
  ],
];

describe('distance', () => {
  test('distances → a metric: not negative, symmetric, zero to itself, triangle inequality', () => {
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        expect(distanceMetres(a, a)).toBe(0);
        expect(distanceMetres(a, b)).toBeGreaterThanOrEqual(0);
        expect(distanceMetres(a, b)).toBeCloseTo(distanceMetres(b, a), 3);
        expect(distanceMetres(a, c)).toBeLessThanOrEqual(distanceMetres(a, b) + distanceMetres(b, c) + 1);
      }),
    );
  });

  test.each([
    ['a degree of latitude', { lat: 30, lon: 120 }, { lat: 31, lon: 120 }, 111_195],
    ['a degree of longitude at 60° north', { lat: 60, lon: 0 }, { lat: 60, lon: 1 }, 55_597],
    ['across the date line', { lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 }, 111_195],
    ['half the globe', { lat: 0, lon: 0 }, { lat: 0, lon: 180 }, 20_015_115],
  ])('%s → the known distance, within a thousandth', (_, a, b, metres) => {
    expect(Math.abs(distanceMetres(a, b) - metres)).toBeLessThan(metres / 1000);
  });
});

describe('polygons', () => {
  test('a box → contains exactly the points between its sides', () => {
    fc.assert(
      fc.property(
        fc.record({
          lat: fc.double({ min: 29, max: 32, noNaN: true }),
          lon: fc.double({ min: 119, max: 122, noNaN: true }),
        }),
        ({ lat, lon }) => {
          const onEdge = [30, 31].includes(lat) || [120, 121].includes(lon);
          fc.pre(!onEdge);
          expect(polygonContains([town], { lat, lon })).toBe(lat > 30 && lat < 31 && lon > 120 && lon < 121);
        },
      ),
    );
  });

  test('points in a hole, in a notch and in an empty polygon → outside', () => {
    const hole = box([120.4, 30.4, 120.6, 30.6]);
    expect(polygonContains([town, hole], { lat: 30.5, lon: 120.5 })).toBe(false);
    expect(polygonContains([town, hole], { lat: 30.3, lon: 120.5 })).toBe(true);
    expect(polygonContains(notched, { lat: 3, lon: 2 })).toBe(false);
    expect(polygonContains(notched, { lat: 0.5, lon: 2 })).toBe(true);
    expect(polygonContains([], { lat: 1, lon: 1 })).toBe(false);
    expect(polygonContains([[]], { lat: 1, lon: 1 })).toBe(false);
  });

  test('a hole and a notch → the distance is to the nearest edge, the point inside is in neither', () => {
    const hole = box([120.3, 30.3, 120.7, 30.7]);
    const inHole = { lat: 30.5, lon: 120.31 };
    expect(polygonDistanceMetres([town, hole], inHole)).toBeCloseTo(
      distanceMetres(inHole, { lat: 30.5, lon: 120.3 }),
      -1,
    );
    expect(polygonContains([town, hole], pointInside([town, hole]))).toBe(true);
    expect(polygonContains(notched, pointInside(notched))).toBe(true);
  });

  test('a square → its area in square metres, half of its side as its width', () => {
    const side = distanceMetres({ lat: 0, lon: 9 }, { lat: 0, lon: 9.001 });
    const { area, width } = polygonSize([box([9, 0, 9.001, 0.001])]);
    expect(area / side ** 2).toBeCloseTo(1, 4);
    expect(width / side).toBeCloseTo(0.5, 4);
  });

  test('a point on the common side of two grids → in at most one', () => {
    const grid = (code: string, ring: Polygon[number]) => ({
      code,
      name: { zh: code, en: code },
      polygon: [ring.map(([x, y]) => [x, y] as [number, number])],
    });
    const grids = [
      grid('330106001001001', box([120, 30, 121, 31])),
      grid('330106001001002', box([121, 30, 122, 31])),
    ];
    for (const lat of [30.1, 30.5, 30.9]) {
      const holding = grids.filter((it) => polygonContains(it.polygon, { lat, lon: 121 }));
      expect(holding).toHaveLength(1);
      expect(gridAt(grids, { lat, lon: 121 })).toBe(holding[0]);
    }
    expect(gridAt(grids, { lat: 40, lon: 121 })).toBeNull();
  });
});

test.each([
  ['a street', 30.27, 120.15, true],
  ['the equator far from 0,0', 0, 9.4, true],
  ['an empty field', 0, 0, false],
  ['next to nothing', 0.00005, -0.00005, false],
  ['undefined rationals', NaN, NaN, false],
  ['over the pole', 90.1, 10, false],
  ['around the world', 30, 180.5, false],
  ['infinity', Infinity, 1, false],
])('a position, %s → plausible or not', (_, lat, lon, plausible) => {
  expect(isPlausible({ lat, lon })).toBe(plausible);
});
