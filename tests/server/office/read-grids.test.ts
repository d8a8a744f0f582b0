import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Grid } from '#domain/place/grid.ts';
import { readGrids } from '#server/office/imports/grids/read-grids.ts';
import type { ReadFile } from '#server/office/imports/read-row.ts';
import { featureOf, geoJson, officeWith, tiling, type Tile } from '#tests/support/data/grid-file.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';

const fixtures = '/work/shared/fixtures/geo';

type Read = Exclude<ReadFile, { readonly fault: unknown }>;
const read = (bytes: Uint8Array, grids: readonly Grid[] = []): Read => {
  const file = readGrids(bytes, officeWith(grids));
  if ('fault' in file) throw new Error(`fault ${file.fault.code}`);
  return file;
};
const faultOf = (bytes: Uint8Array) => {
  const file = readGrids(bytes, officeWith());
  return 'fault' in file ? file.fault : null;
};
const problemsOf = ({ rows }: Read) =>
  rows.flatMap(({ row, problems }) =>
    problems.map(({ code, text }) => `${row} ${code}${text ? ` ${text}` : ''}`),
  );
const notesOf = ({ rows }: Read) =>
  rows.flatMap(({ row, notes = [] }) => notes.map(({ code, text }) => `${row} ${code} ${text}`));

const square = (west: number, south: number, side = 0.002): [number, number][] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];
const tile = (number: number, ring: [number, number][]): Tile => ({
  code: `330199001001${String(number).padStart(3, '0')}`,
  ring,
});
const one = featureOf(tile(1, square(120, 30)));
const withGeometry = (type: string, coordinates: unknown) => ({ ...one, geometry: { type, coordinates } });

describe('neighbours', () => {
  test('[G1a] random tilings without overlap → no problem, no gap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(6),
        fc.nat(),
        (x, y, n, seed) => {
          const file = read(geoJson(tiling(x, y, n, seededRandom(seed)).map(featureOf)));
          expect(problemsOf(file)).toEqual([]);
          expect(notesOf(file)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('[G1a] [G1b] a tiling with one corner moved out or in → the overlap names both grids, the gap its point', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(3), fc.boolean(), (seed, at, isOut) => {
        const tiles = tiling(3, 3, 2, seededRandom(seed));
        // The middle grid has neighbours at each of its corners.
        const middle = tiles[4]!;
        const ring = middle.ring.map(([lon, lat]): [number, number] => [lon, lat]);
        const corner = at * 3;
        const [lon, lat] = ring[corner]!;
        const part = isOut ? 1.2 : 0.8;
        const moved: [number, number] = [120.003 + (lon - 120.003) * part, 30.003 + (lat - 30.003) * part];
        ring[corner] = moved;
        if (corner === 0) ring[ring.length - 1] = moved;
        const file = read(geoJson(tiles.map((it) => featureOf(it === middle ? { ...it, ring } : it))));
        if (isOut) {
          const overlaps = problemsOf(file).filter((it) => it.includes(' overlap '));
          expect(overlaps.filter((it) => it.startsWith('5 ')).length).toBeGreaterThan(0);
          expect(
            overlaps.some((it) => !it.startsWith('5 ') && it.includes(`${middle.code} 网格005 (30.`)),
          ).toBe(true);
        } else {
          expect(problemsOf(file)).toEqual([]);
          expect(notesOf(file)).toEqual([expect.stringMatching(/ gap 30\.\d{5}, 120\.\d{5}$/)]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('[G1a] an overlap with a grid that the file does not name → named; with a retired one or the former shape → none', () => {
    const stored = (number: number, changes: Partial<Grid> = {}): Grid => ({
      code: `330199001001${String(number).padStart(3, '0')}`,
      name: { zh: `旧${number}`, en: `Old ${number}` },
      polygon: [square(120.001, 30)],
      ...changes,
    });
    expect(problemsOf(read(geoJson([one]), [stored(7)]))).toEqual([
      '1 overlap 330199001001007 旧7 (30.00100, 120.00150)',
    ]);
    expect(problemsOf(read(geoJson([one]), [stored(7, { retired: true }), stored(1)]))).toEqual([]);
    expect(
      problemsOf(
        read(geoJson([one]), [
          stored(7, { polygon: [square(121, 30)], more: [square(120, 30)].map((it) => [it]) }),
        ]),
      ),
    ).toEqual(['1 overlap 330199001001007 旧7 (30.00100, 120.00100)']);
  });

  test('[G1a] the same boundary under two codes → named as the same; one code twice → the row is named', () => {
    const twin = featureOf(tile(2, square(120, 30)));
    expect(problemsOf(read(geoJson([one, twin])))).toEqual([
      '1 sameShape 330199001001002 网格002',
      '2 sameShape 330199001001001 网格001',
    ]);
    expect(problemsOf(read(geoJson([one, featureOf(tile(1, square(121, 30)))])))).toEqual(['2 twice 1']);
  });

  test('[G1a] neighbours that overlap by a sliver of rounding → no problem', () => {
    const beside = featureOf(tile(2, square(120.001998, 30)));
    expect(problemsOf(read(geoJson([one, beside])))).toEqual([]);
  });

  test('[G1b] a courtyard: a hole of a grid → no gap; without a grid in the middle of a ring of grids → a gap', () => {
    const ring = Array.from({ length: 9 }, (_, i) => i)
      .filter((i) => i !== 4)
      .map((i) => featureOf(tile(i + 1, square(120 + (i % 3) * 0.002, 30 + Math.floor(i / 3) * 0.002))));
    const file = read(geoJson(ring));
    expect(problemsOf(file)).toEqual([]);
    expect(notesOf(file)).toEqual([expect.stringMatching(/gap 30\.0030\d, 120\.0030\d$/)]);
    const holed = withGeometry('Polygon', [square(120, 30), square(120.0005, 30.0005, 0.001)]);
    expect(notesOf(read(geoJson([holed])))).toEqual([]);
    // A grid of another community fills the gap.
    const filling: Grid = {
      code: '330199001002001',
      name: { zh: '飞地', en: 'Exclave' },
      polygon: [square(120.002, 30.002)],
    };
    expect(notesOf(read(geoJson(ring), [filling]))).toEqual([]);
  });

  test('[G1f] 600 grids of 105 points → read within the time of the worker', () => {
    const bytes = geoJson(tiling(30, 20, 25, seededRandom(3)).map(featureOf));
    const startedAt = performance.now();
    expect(problemsOf(read(bytes))).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });
});

describe('shapes', () => {
  const bow: [number, number][] = [
    [120, 30],
    [120.002, 30.002],
    [120.002, 30],
    [120, 30.002],
    [120, 30],
  ];
  test.each([
    ['an open ring', [square(120, 30).slice(0, 4)], 'ringOpen'],
    [
      'two corners',
      [
        [
          [120, 30],
          [120.1, 30],
          [120, 30],
        ],
      ],
      'ringTooShort',
    ],
    ['the same point five times', [Array.from({ length: 5 }, () => [120, 30])], 'ringTooShort'],
    ['a bow tie', [bow], 'selfCrossing 30.00100, 120.00100'],
    [
      'a spike',
      [
        [
          [120, 30],
          [120.002, 30],
          [120.004, 30],
          [120.002, 30],
          [120, 30.002],
          [120, 30],
        ],
      ],
      'selfCrossing 30.00000, 120.00400',
    ],
    [
      'a ring that touches its own edge',
      [
        [
          [120, 30],
          [120.002, 30],
          [120.001, 30.002],
          [120.001, 30],
          [120, 30.002],
          [120, 30],
        ],
      ],
      'selfCrossing 30.00000, 120.00100',
    ],
    ['latitude first', [square(120, 30).map(([lon, lat]) => [lat, lon])], 'notOnEarth 120, 30'],
    ['metres of a projection', [square(520_000, 3_300_000, 500)], 'notOnEarth 3300000, 520000'],
    ['text for numbers', [[['120', '30']]], 'badForm'],
    ['no ring', [], 'badForm'],
    ['a hole outside', [square(120, 30), square(121, 30)], 'selfCrossing 30.00100, 121.00100'],
    [
      'two holes on top of each other',
      [square(120, 30), square(120.0005, 30.0005, 0.0006), square(120.0008, 30.0008, 0.0006)],
      'selfCrossing 30.00095, 120.00095',
    ],
  ])('[G1c] %s → a wrong row that says so', (_, coordinates, problem) => {
    const file = read(geoJson([withGeometry('Polygon', coordinates)]));
    expect(problemsOf(file)).toEqual([`1 ${problem}`]);
    expect(file.rows[0]!.value).toBeNull();
  });

  test.each([
    ['a point', { type: 'Point', coordinates: [120, 30] }, 'badForm Point'],
    ['none', null, 'missing'],
    ['an unknown type', { type: 'Foo', coordinates: [1, 2] }, 'badForm Foo'],
    ['deep lists', { type: 'Polygon', coordinates: [[[[[[120]]]]]] }, 'badForm'],
  ])('[G1c] a geometry, %s → a wrong row', (_, geometry, problem) => {
    expect(problemsOf(read(geoJson([{ ...one, geometry }])))).toEqual([`1 ${problem}`]);
  });

  test('[G1d] holes and several parts → polygon and more; heights and repeated points are left out', () => {
    const hole = square(120.0005, 30.0005, 0.0004);
    const outer = square(120, 30).flatMap(([lon, lat]) => [
      [lon, lat, 12.5],
      [lon, lat, 12.5],
    ]);
    const file = read(geoJson([withGeometry('MultiPolygon', [[outer, hole], [square(120.01, 30)]])]));
    expect(problemsOf(file)).toEqual([]);
    expect(file.rows[0]!.value).toEqual({
      code: '330199001001001',
      name: { zh: '网格001', en: '网格001' },
      polygon: [square(120, 30), hole],
      more: [[square(120.01, 30)]],
    });
    const inEachOther = withGeometry('MultiPolygon', [
      [square(120, 30)],
      [square(120.0005, 30.0005, 0.0004)],
    ]);
    expect(problemsOf(read(geoJson([inEachOther])))).toEqual(['1 selfCrossing 30.00070, 120.00070']);
  });
});

describe('codes and names', () => {
  const codeOf = (code: unknown) => {
    const file = read(geoJson([{ ...one, properties: { code, name: '一' } }]));
    return file.rows[0]!.problems[0]?.code ?? (file.rows[0]!.value as Grid).code;
  };
  test.each([
    ['text', '330199001001001', '330199001001001'],
    ['a number, exact in JSON', 330199001001001, '330199001001001'],
    ['spaces and full-width digits', ' 330199 001 001 ００１', '330199001001001'],
    ['an apostrophe', "'330199001001001", '330199001001001'],
    ['scientific', '3.30199E+14', 'scientific'],
    ['14 digits', '33019900100100', 'badForm'],
    ['a number with a fraction', 330199001001001.5, 'badForm'],
    ['a list', [330199001001001], 'missing'],
    ['none', null, 'missing'],
  ])('[G1e] a code as %s → read as 15 digits, or wrong', (_, code, expected) => {
    expect(codeOf(code)).toBe(expected);
  });

  test('[G1e] the titles of offices → columns; others are told; streets and communities → areas', () => {
    const properties = {
      BGCODE: '330199001001001',
      网格名称: '柳浪',
      Name_EN: 'Willow',
      所属街道: '城南街道',
      社区名称: '柳浪社区',
      OBJECTID: 4,
    };
    const file = read(geoJson([{ ...one, properties }]));
    expect(file.columns).toEqual([
      { column: 'BGCODE', field: 'code', title: 'BGCODE' },
      { column: '网格名称', field: 'name', title: '网格名称' },
      { column: 'Name_EN', field: 'nameEn', title: 'Name_EN' },
      { column: '所属街道', field: 'street', title: '所属街道' },
      { column: '社区名称', field: 'community', title: '社区名称' },
    ]);
    expect(file.rows[0]!.cells).toEqual(['330199001001001', '柳浪', 'Willow', '城南街道', '柳浪社区']);
    expect(file.ignored).toEqual(['OBJECTID']);
    expect(file.areas).toEqual([
      { code: '330199001', name: { zh: '城南街道', en: '城南街道' } },
      { code: '330199001001', name: { zh: '柳浪社区', en: '柳浪社区' } },
    ]);
  });
});

describe('files', () => {
  const text = (it: string): Uint8Array => new TextEncoder().encode(it);
  test.each([
    ['nothing', new Uint8Array(), { code: 'empty' }],
    ['blanks', text(' \n'), { code: 'empty' }],
    ['no features', geoJson([]), { code: 'empty' }],
    ['text', text('编码,名称'), { code: 'notGeoJson' }],
    ['half a file', text('{"type":"FeatureCollection","features":[{"ty'), { code: 'damaged' }],
    ['GB18030', new Uint8Array([0x7b, 0x22, 0xcd, 0xf8, 0x22, 0x7d]), { code: 'badEncoding' }],
    [
      'CGCS2000 in metres',
      geoJson([one], { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4549' } } }),
      { code: 'otherDatum', text: 'urn:ogc:def:crs:EPSG::4549' },
    ],
    [
      'GCJ-02',
      geoJson([one], { crs: { type: 'name', properties: { name: 'GCJ02' } } }),
      { code: 'otherDatum', text: 'GCJ02' },
    ],
    ['5 001 grids', geoJson(Array.from({ length: 5001 }, () => one)), { code: 'tooManyRows', text: '5001' }],
  ])('[G1f] a file, %s → refused in one word', (_, bytes, fault) => {
    expect(faultOf(bytes)).toEqual(fault);
  });

  test.each([
    'urn:ogc:def:crs:OGC:1.3:CRS84',
    'EPSG:4326',
    'urn:ogc:def:crs:EPSG::4490',
    'WGS84',
    'CGCS2000',
  ])('[G1f] a file with the datum %s → read', (name) => {
    expect(faultOf(geoJson([one], { crs: { type: 'name', properties: { name } } }))).toBeNull();
  });

  test('[G1f] a byte order mark, a single feature → read', () => {
    expect(faultOf(text(`\uFEFF${JSON.stringify(one)}`))).toBeNull();
  });

  test('[G1f] 10⁶ points, in one ring or many → too many points', () => {
    const ring = Array.from({ length: 1_000_000 }, (_, i) => [120 + i / 1e7, 30]);
    expect(faultOf(geoJson([withGeometry('Polygon', [ring])]))).toMatchObject({ code: 'tooManyPoints' });
    const rings = Array.from({ length: 1000 }, () => square(120, 30));
    expect(faultOf(geoJson(Array.from({ length: 100 }, () => withGeometry('Polygon', rings))))).toMatchObject(
      {
        code: 'tooManyPoints',
      },
    );
    expect(
      faultOf(text(`{"type":"FeatureCollection","features":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)),
    ).toBeNull();
  });

  test('[G1f] any JSON → rows or a fault, never an error', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        readGrids(
          geoJson([{ ...one, geometry: { type: 'MultiPolygon', coordinates: value } }]),
          officeWith(),
        );
        readGrids(geoJson([value, { ...one, properties: value }]), officeWith());
        readGrids(new TextEncoder().encode(JSON.stringify(value)), officeWith());
      }),
    );
  });
});

describe.skipIf(!existsSync(fixtures))('files of others', () => {
  const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, path)));

  test.each(existsSync(fixtures) ? readdirSync(join(fixtures, 'geojson-odd')) : [])(
    '[G1f] %s → a fault, or wrong rows only',
    (name) => {
      const file = readGrids(bytesOf(`geojson-odd/${name}`), officeWith());
      if (!('fault' in file)) expect(file.rows.every(({ problems }) => problems.length > 0)).toBe(true);
    },
  );

  test.each(['hangzhou_330100', 'kunming_530100'])(
    '[G1f] the districts of %s → no code of a grid, no other problem',
    (name) => {
      const file = read(bytesOf(`admin/${name}.geojson`));
      expect(file.rows.length).toBeGreaterThan(10);
      expect(problemsOf(file).filter((it) => !it.endsWith(' missing'))).toEqual([]);
    },
  );
});
