import { expect, test } from 'vitest';
import type { Position } from '#domain/base/geometry.ts';
import { reportPosition, type PhotoFacts, type PositionFacts } from '#domain/place/report-position.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;

/** Two grids side by side; the border is at 120.01. */
const square = (code: string, west: number) => ({
  code,
  name: { zh: code, en: code },
  polygon: [
    [
      [west, 30],
      [west + 0.01, 30],
      [west + 0.01, 30.01],
      [west, 30.01],
      [west, 30],
    ] as [number, number][],
  ],
});
const [WEST, EAST] = ['110105001001001', '110105001001002'];
const grids = [square(WEST, 120), square(EAST, 120.01)];

const fixAt = (lat: number, lon: number, accuracyMetres: number, age = 0) => ({
  lat,
  lon,
  accuracyMetres,
  at: NOW - age,
});
const inWest = fixAt(30.005, 120.005, 5);

const placeInEast = {
  id: 'p1',
  kind: 'compound' as const,
  name: { zh: '东苑', en: 'East Court' },
  grid: EAST,
  position: { lat: 30.005, lon: 120.0105 },
};

const at = (lat: number, lon: number, source: Position['source']): Position => ({
  lat,
  lon,
  accuracyMetres: source === 'device' ? 5 : null,
  ageMillis: source === 'device' ? 0 : null,
  source,
});
const photo = (changes: Partial<PhotoFacts>): PhotoFacts => ({
  sha256: 'a'.repeat(64),
  source: 'camera',
  ageMillis: 0,
  position: null,
  ...changes,
});
const albumOfShanghai = photo({
  source: 'file',
  ageMillis: 40 * 24 * 60 * MINUTE,
  position: at(31.2, 121.5, 'photo'),
});
const albumWithoutPlace = photo({ source: 'file', ageMillis: 21 * 24 * 60 * MINUTE, sha256: 'b'.repeat(64) });

const placed = (changes: Partial<PositionFacts>) =>
  reportPosition({
    choice: null,
    fix: inWest,
    photos: [],
    place: null,
    isPlaceByHand: true,
    grids,
    now: NOW,
    ...changes,
  });
const sourceAndGrid = (changes: Partial<PositionFacts>) => {
  const { position, grid, isAsked } = placed(changes);
  return [position?.source ?? null, grid, isAsked];
};

test('no choice, a good fix → the fix with its age, and its grid', () => {
  expect(placed({ fix: fixAt(30.005, 120.005, 5, 4_000) })).toEqual({
    position: { lat: 30.005, lon: 120.005, accuracyMetres: 5, ageMillis: 4_000, source: 'device' },
    grid: WEST,
    isAsked: false,
  });
});

test('[W1b] album photo of another city alone → its position, no grid; removed, or with a camera photo → the fix again', () => {
  expect(sourceAndGrid({ photos: [albumOfShanghai] })).toEqual(['photo', null, false]);
  expect(sourceAndGrid({ photos: [] })).toEqual(['device', WEST, false]);
  expect(sourceAndGrid({ photos: [albumOfShanghai, photo({})] })).toEqual(['device', WEST, false]);
});

test('camera photo removed, the album photo is left → its position', () => {
  expect(sourceAndGrid({ photos: [photo({}), albumOfShanghai] })).toEqual(['device', WEST, false]);
  expect(sourceAndGrid({ photos: [albumOfShanghai] })).toEqual(['photo', null, false]);
});

test('[W2a] album photos of three weeks ago without a position → asked, no position', () => {
  expect(sourceAndGrid({ photos: [albumWithoutPlace] })).toEqual([null, null, true]);
});

test.each([
  ['here', { choice: { source: 'device' } as const }, ['device', WEST, false]],
  ['a place', { place: placeInEast }, ['place', EAST, false]],
  ['none', { choice: { source: 'indoors' } as const }, [null, null, false]],
  [
    'a pin',
    { choice: { source: 'given', position: at(30.005, 120.015, 'pin') } as const },
    ['pin', EAST, false],
  ],
])('asked, answered with %s → that', (_, answer, result) => {
  expect(sourceAndGrid({ photos: [albumWithoutPlace], ...answer })).toEqual(result);
});

test('album photo of a minute ago without a position → not asked, the fix', () => {
  expect(sourceAndGrid({ photos: [photo({ source: 'file', ageMillis: MINUTE })] })).toEqual([
    'device',
    WEST,
    false,
  ]);
});

test('[W1a] choice by hand, album photos come later → the choice, marked as by hand', () => {
  const { position } = placed({ choice: { source: 'device' }, photos: [albumOfShanghai] });
  expect(position).toMatchObject({ source: 'device', byHand: true });
});

test('photo chosen by hand, then removed → derived again', () => {
  const choice = { source: 'photo', sha256: albumOfShanghai.sha256 } as const;
  expect(sourceAndGrid({ choice, photos: [photo({ sha256: 'c'.repeat(64) }), albumOfShanghai] })).toEqual([
    'photo',
    null,
    false,
  ]);
  expect(sourceAndGrid({ choice, photos: [] })).toEqual(['device', WEST, false]);
});

test('place chosen by hand, then no place → derived again', () => {
  expect(sourceAndGrid({ choice: { source: 'place' }, place: placeInEast })).toEqual(['place', EAST, false]);
  expect(sourceAndGrid({ choice: { source: 'place' } })).toEqual(['device', WEST, false]);
});

test('[W3a] [W3c] approximate fix → no grid; with a place → position and grid of the place', () => {
  const fix = fixAt(30.005, 120.005, 2000);
  expect(sourceAndGrid({ fix })).toEqual(['device', null, false]);
  expect(sourceAndGrid({ fix, place: placeInEast })).toEqual(['place', EAST, false]);
});

test.each([
  [5, 120.0099, WEST],
  [50, 120.005, WEST],
  [50, 120.0099, null],
  [150, 120.0095, null],
])('[W3a] fix within %d m at longitude %d → grid %s', (accuracy, lon, grid) => {
  expect(placed({ fix: fixAt(30.005, lon, accuracy) }).grid).toBe(grid);
});

test('[W3b] exact fix on the other side of the border, a place chosen by hand → position of the fix, grid of the place', () => {
  expect(sourceAndGrid({ fix: fixAt(30.005, 120.0099, 5), place: placeInEast })).toEqual([
    'device',
    EAST,
    false,
  ]);
});

test('exact fix, a place carried over from the last report → grid of the fix', () => {
  const fix = fixAt(30.005, 120.0099, 5);
  expect(sourceAndGrid({ fix, place: placeInEast, isPlaceByHand: false })).toEqual(['device', WEST, false]);
});

test('[W3c] a place chosen by hand far from the exact fix → position of the place', () => {
  const far = { ...placeInEast, position: { lat: 30.005, lon: 120.018 } };
  expect(sourceAndGrid({ place: far })).toEqual(['place', EAST, false]);
});

test('[W4b] fix of an hour ago → is not the position', () => {
  expect(sourceAndGrid({ fix: fixAt(30.005, 120.005, 5, 60 * MINUTE) })).toEqual([null, null, false]);
});

test('[W2c] camera photo, the phone is 300 m away at the save → the position at the shutter, with its age', () => {
  const shot = photo({ ageMillis: 5 * MINUTE, position: at(30.005, 120.005, 'device') });
  const { position, grid } = placed({ photos: [shot], fix: fixAt(30.005, 120.0125, 5) });
  expect(position).toMatchObject({ lon: 120.005, ageMillis: 5 * MINUTE });
  expect(grid).toBe(WEST);
});

test('camera photo with a poor fix, a better one at the same spot → the better one', () => {
  const position = { ...at(30.005, 120.005, 'device'), accuracyMetres: 60 };
  expect(placed({ photos: [photo({ position })] }).position).toMatchObject({ accuracyMetres: 5 });
});

test('camera photo of an hour ago without a fix, a fix now → asked', () => {
  expect(sourceAndGrid({ photos: [photo({ ageMillis: 60 * MINUTE })] })).toEqual([null, null, true]);
});

test('[W3b] pin inside a grid, a place in another → grid of the pin', () => {
  const choice = { source: 'given', position: at(30.005, 120.005, 'pin') } as const;
  expect(sourceAndGrid({ choice, place: placeInEast })).toEqual(['pin', WEST, false]);
});

/** West with a hole in its middle and a second part in the north. */
const islands = {
  ...square(WEST, 120),
  polygon: [
    ...square(WEST, 120).polygon,
    square('', 120.004).polygon[0]!.map(([lon, lat]): [number, number] => [
      120.004 + (lon - 120.004) * 0.2,
      30.004 + (lat - 30) * 0.2,
    ]),
  ],
  more: [[square('', 120).polygon[0]!.map(([lon, lat]): [number, number] => [lon, lat + 0.02])]],
};
const gridFor = (grids: PositionFacts['grids'], fix: PositionFacts['fix']) =>
  reportPosition({
    choice: null,
    fix,
    photos: [],
    place: null,
    isPlaceByHand: false,
    grids,
    now: NOW,
  }).grid;

test.each([
  ['in the grid', fixAt(30.002, 120.002, 5), WEST],
  ['in its hole', fixAt(30.005, 120.005, 5), null],
  ['in its second part', fixAt(30.025, 120.005, 5), WEST],
])('[G2a] a grid with a hole and a second part, a fix %s → its grid', (_, fix, grid) => {
  expect(gridFor([islands], fix)).toBe(grid);
});

test('[G2b] an uncertain fix near a second part or a hole → that neighbour counts; a retired one does not', () => {
  // 60 m south of the second part.
  const near = fixAt(30.0194, 120.005, 100);
  const around = {
    ...square(EAST, 120),
    polygon: [square('', 120).polygon[0]!.map(([lon, lat]): [number, number] => [lon, lat + 0.01])],
  };
  expect(gridFor([around], near)).toBe(EAST);
  expect(gridFor([around, islands], near)).toBeNull();
  expect(gridFor([around, { ...islands, retired: true }], near)).toBe(EAST);
  // In a grid that fills the hole, 30 m from its edge.
  const filling = { ...square(EAST, 120), polygon: [islands.polygon[1]!] };
  expect(gridFor([filling, islands], fixAt(30.00427, 120.005, 50))).toBeNull();
  expect(gridFor([filling], fixAt(30.00427, 120.005, 50))).toBe(EAST);
});
