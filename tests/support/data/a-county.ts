/**
 * A county as files: areas, grids, units, people and places, with the titles that an office would write. The same seed gives
 * the same files.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { seededRandom } from './seeded-random.ts';

export type CountySize = {
  readonly grids: number;
  readonly people: number;
  readonly places: number;
  /** The last eight digits of the first phone number. */
  readonly firstPhone?: number;
};
export const wholeCounty: CountySize = { grids: 600, people: 500, places: 8000 };

const REGION = '330199';
const GRIDS_A_COMMUNITY = 6;
const COMMUNITIES_A_STREET = 10;
const SOUTH_WEST = { lat: 30.2, lon: 120.1 };
/** About 300 m. */
const STEP = 0.003;

const threeDigits = (number: number): string => String(number).padStart(3, '0');

/** Grids in rows of 25; their corners are shared, so that they neither overlap nor leave a gap. */
const gridsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const community = Math.floor(i / GRIDS_A_COMMUNITY);
    const street = Math.floor(community / COMMUNITIES_A_STREET);
    const [column, row] = [i % 25, Math.floor(i / 25)];
    const corner = (east: number, north: number): [number, number] => [
      Number((SOUTH_WEST.lon + (column + east) * STEP).toFixed(6)),
      Number((SOUTH_WEST.lat + (row + north) * STEP).toFixed(6)),
    ];
    return {
      code: `${REGION}${threeDigits(street + 1)}${threeDigits((community % COMMUNITIES_A_STREET) + 1)}${threeDigits((i % GRIDS_A_COMMUNITY) + 1)}`,
      ring: [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1), corner(0, 0)],
    };
  });

const areasOf = (codes: readonly string[]) => {
  const above = new Set(codes.flatMap((code) => [code.slice(0, 9), code.slice(0, 12)]));
  return [
    [REGION, '运河区', 'Canal District'],
    ...[...above]
      .sort()
      .map((code) =>
        code.length === 9
          ? [code, `第${Number(code.slice(6))}街道`, `Street ${Number(code.slice(6))}`]
          : [
              code,
              `${Number(code.slice(6, 9))}-${Number(code.slice(9))}社区`,
              `Community ${Number(code.slice(6, 9))}-${Number(code.slice(9))}`,
            ],
      ),
  ];
};

const units = [
  ['柳浪物业服务中心', '物业', `${REGION}001`, 'EB01 EB02 EB03'],
  ['城南综合执法队', '综合执法', REGION, 'WA01 WA02 FS01'],
  ['运河区燃气服务站', '燃气', REGION, 'GC01 GC02 GC03'],
];

const families = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗';
const given = '强敏静丽勇杰娟涛明超秀霞平刚桂英华玉兰';
const placeKinds = ['小区', '电动车停放充电点', '餐饮', '集体宿舍', '车棚', '垃圾投放点'];

/** Writes the files into the folder, as `--import` reads them. */
export const writeCounty = async (folder: string, size: CountySize, seed = 1): Promise<void> => {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const grids = gridsOf(size.grids);
  const codes = grids.map(({ code }) => code);
  const csv = (name: string, rows: readonly (readonly string[])[]) =>
    writeFile(
      join(folder, name),
      stringify(
        rows.map((row) => [...row]),
        { bom: true },
      ),
    );
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'county.json'),
    JSON.stringify({ code: REGION, name: { zh: '运河区', en: 'Canal District' } }),
  );
  await csv('areas.csv', [['编码', '名称', '英文名称'], ...areasOf(codes)]);
  await writeFile(
    join(folder, 'grids.geojson'),
    JSON.stringify({
      type: 'FeatureCollection',
      features: grids.map(({ code, ring }, i) => ({
        type: 'Feature',
        properties: { code, name: `${i + 1} 号网格` },
        geometry: { type: 'Polygon', coordinates: [ring] },
      })),
    }),
  );
  await csv('units.csv', [['名称', '类型', '网格', '隐患类别'], ...units]);
  await csv('people.csv', [
    ['姓名', '角色', '网格', '手机', '责任单位'],
    ...Array.from({ length: size.people }, (_, i) => {
      const name = `${families[below(families.length)]}${given[below(given.length)]}${given[below(given.length)]}`;
      const phone = `137${String((size.firstPhone ?? 0) + i).padStart(8, '0')}`;
      if (i % 25 === 0) return [name, '审核主管', REGION, phone, ''];
      if (i % 20 === 1) return [name, '处置单位', REGION, phone, units[i % 3]![0]!];
      if (i % 10 === 2) return [name, '安全检查员', codes[i % codes.length]!.slice(0, 9), phone, ''];
      return [name, '网格员', codes[i % codes.length]!, phone, ''];
    }),
  ]);
  await csv('places.csv', [
    ['编号', '类型', '名称', '经度', '纬度', '风险', '负责人'],
    ...Array.from({ length: size.places }, (_, i) => {
      const [[west, south]] = grids[i % grids.length]!.ring as [[number, number]];
      const kind = placeKinds[i % placeKinds.length]!;
      const along = () => STEP * (0.1 + 0.8 * random());
      return [
        `P${String(i).padStart(5, '0')}`,
        kind,
        `${kind} ${i + 1} 号`,
        (west + along()).toFixed(6),
        (south + along()).toFixed(6),
        ['高', '中', '低'][i % 3]!,
        '负责人姓名',
      ];
    }),
  ]);
};
