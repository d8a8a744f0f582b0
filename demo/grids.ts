import type { LatLon } from '#domain/base/geometry.ts';
import type { Grid } from '#domain/place/grid.ts';
import { demoGridCode } from './community.ts';

const SOUTH_WEST: LatLon = { lat: 30.27, lon: 120.15 };
const METRES_PER_DEGREE = 111_195;
/** At 30° north. */
const METRES_PER_DEGREE_EAST = 96_030;

type Metres = readonly [east: number, north: number];

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** Converts metres east and north of the south-west corner of the community to degrees. */
export const placeOnMap = ([east, north]: Metres): LatLon => ({
  lat: rounded(SOUTH_WEST.lat + north / METRES_PER_DEGREE),
  lon: rounded(SOUTH_WEST.lon + east / METRES_PER_DEGREE_EAST),
});

/** The crossings of the streets: three rows from the canal (south) to the ring road (north), four from west to east. */
const crossings: readonly (readonly Metres[])[] = [
  [
    [-12, 18],
    [288, -14],
    [612, 10],
    [925, -22],
  ],
  [
    [6, 296],
    [310, 318],
    [598, 288],
    [940, 312],
  ],
  [
    [-20, 590],
    [286, 612],
    [622, 585],
    [915, 604],
  ],
];

/** The points of the streets between two crossings: first the streets to the east, then those to the north. */
const eastward: readonly (readonly (readonly Metres[])[])[] = [
  [
    [
      [70, -6],
      [160, -22],
      [230, -20],
    ],
    [
      [380, 8],
      [470, 30],
      [550, 24],
    ],
    [
      [700, -8],
      [800, -30],
    ],
  ],
  [
    [
      [110, 282],
      [205, 300],
    ],
    [
      [420, 330],
      [510, 305],
    ],
    [
      [690, 282],
      [830, 300],
    ],
  ],
  [
    [
      [90, 600],
      [200, 596],
    ],
    [
      [400, 628],
      [520, 600],
    ],
    [
      [740, 575],
      [850, 596],
    ],
  ],
];
const northward: readonly (readonly (readonly Metres[])[])[] = [
  [
    [
      [-24, 120],
      [0, 215],
    ],
    [
      [300, 90],
      [326, 190],
      [304, 255],
    ],
    [
      [590, 90],
      [606, 180],
      [580, 240],
    ],
    [
      [938, 100],
      [916, 210],
    ],
  ],
  [
    [
      [-6, 400],
      [-26, 500],
    ],
    [
      [318, 400],
      [292, 470],
      [300, 545],
    ],
    [
      [612, 380],
      [596, 460],
      [626, 520],
    ],
    [
      [952, 420],
      [928, 510],
    ],
  ],
];

/** The boundary of the grid in one column and row. Neighbouring grids share the points of the street between them. */
const ringOf = (column: number, row: number): [number, number][] => {
  const [south, north] = [crossings[row]!, crossings[row + 1]!];
  const ring: readonly Metres[] = [
    south[column]!,
    ...eastward[row]![column]!,
    south[column + 1]!,
    ...northward[row]![column + 1]!,
    north[column + 1]!,
    ...eastward[row + 1]![column]!.toReversed(),
    north[column]!,
    ...northward[row]![column]!.toReversed(),
    south[column]!,
  ];
  return ring.map((metres) => {
    const { lat, lon } = placeOnMap(metres);
    return [lon, lat];
  });
};

const names = [
  ['柳浪苑东', 'Willow Court East'],
  ['柳浪苑西', 'Willow Court West'],
  ['运河里', 'Canal Lane'],
  ['桂花弄', 'Osmanthus Alley'],
  ['印染厂宿舍', 'Dye Works Housing'],
  ['河滨集市', 'Riverside Market'],
] as const;

export const demoGrids: readonly Grid[] = names.map(([zh, en], index) => ({
  code: demoGridCode(index + 1),
  name: { zh, en },
  polygon: [ringOf(index % 3, Math.floor(index / 3))],
}));
