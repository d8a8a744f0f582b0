/**
 * An invented community on the canal: six grids of about 300 m, the places checked in them, one person of every
 * role. Names, codes and people are made up.
 */
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import type { NewPerson } from '#server/auth/people.ts';

export const demoRegion = '330199';
const community = `${demoRegion}001002`;
export const demoPassword = 'xunge-demo';

const WEST = 120.15;
const SOUTH = 30.27;
/** 300 m of latitude, and of longitude at 30° north. */
const HEIGHT = 0.0027;
const WIDTH = 0.00312;

const gridNames = [
  ['柳浪苑东', 'Willow Court East'],
  ['柳浪苑西', 'Willow Court West'],
  ['运河里', 'Canal Lane'],
  ['桂花弄', 'Osmanthus Alley'],
  ['印染厂宿舍', 'Dye Works Housing'],
  ['河滨集市', 'Riverside Market'],
] as const;

const gridCode = (index: number) => `${community}${String(index + 1).padStart(3, '0')}`;

/** Three columns, two rows, sharing their edges. */
const cornerOf = (index: number) => ({
  lon: WEST + (index % 3) * WIDTH,
  lat: SOUTH + Math.floor(index / 3) * HEIGHT,
});

export const demoGrids: readonly Grid[] = gridNames.map(([zh, en], index) => {
  const { lon, lat } = cornerOf(index);
  const ring: [number, number][] = [
    [lon, lat],
    [lon + WIDTH, lat],
    [lon + WIDTH, lat + HEIGHT],
    [lon, lat + HEIGHT],
    [lon, lat],
  ];
  return { code: gridCode(index), name: { zh, en }, polygon: [ring] };
});

/** Kind, grid, where in the grid (0 to 1 east and north), names. */
const placeList: readonly [Place['kind'], number, number, number, string, string][] = [
  ['compound', 0, 0.5, 0.5, '柳浪苑一期', 'Willow Court, phase one'],
  ['ebikePoint', 0, 0.2, 0.7, '柳浪苑 1 号充电棚', 'Willow Court charging shed 1'],
  ['compound', 1, 0.5, 0.5, '柳浪苑二期', 'Willow Court, phase two'],
  ['shed', 1, 0.8, 0.3, '柳浪苑 3 号车棚', 'Willow Court bike shed 3'],
  ['restaurant', 2, 0.3, 0.2, '阿菊面馆', "Aju's Noodles"],
  ['restaurant', 2, 0.6, 0.25, '船坞小炒', 'Dockside Kitchen'],
  ['wastePoint', 2, 0.9, 0.8, '运河里垃圾投放点', 'Canal Lane waste point'],
  ['compound', 3, 0.4, 0.6, '桂花弄老宅', 'Osmanthus Alley old houses'],
  ['dormitory', 4, 0.5, 0.5, '印染厂集体宿舍', 'Dye works dormitory'],
  ['weldingMachine', 4, 0.15, 0.85, '印染厂 07 号焊机', 'Dye works welding machine 07'],
  ['workshop', 5, 0.3, 0.4, '河滨五金加工铺', 'Riverside metal workshop'],
  ['wastePoint', 5, 0.7, 0.7, '集市垃圾房', 'Market waste house'],
  ['checkpoint', 5, 0.5, 0.95, '河滨步道巡查点', 'Riverside path checkpoint'],
];

export const demoPlaces: readonly Place[] = placeList.map(([kind, grid, east, north, zh, en], index) => {
  const { lon, lat } = cornerOf(grid);
  return {
    id: `demo-${String(index + 1).padStart(2, '0')}`,
    kind,
    name: { zh, en },
    grid: gridCode(grid),
    position: { lat: lat + north * HEIGHT, lon: lon + east * WIDTH },
  };
});

const person = (
  username: string,
  name: string,
  role: NewPerson['role'],
  scope: readonly string[],
): NewPerson => ({ username, name, role, region: demoRegion, scope: [...scope], password: demoPassword });

export const demoPeople: readonly NewPerson[] = [
  person('wang', '王强', 'patroller', [gridCode(0)]),
  person('zhao', '赵敏', 'patroller', [gridCode(1), gridCode(2)]),
  person('sun', '孙伟', 'inspector', [community]),
  person('chen', '陈静', 'reviewer', [demoRegion]),
  person('liu', '刘洋', 'handler', [community]),
  person('zhou', '周琳', 'observer', [community]),
  person('admin', '吴刚', 'admin', [demoRegion]),
];
