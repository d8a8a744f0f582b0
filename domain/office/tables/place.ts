import { isPlausible, type LatLon } from '#domain/base/geometry.ts';
import { gridContains } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { foldWord, readNumber } from './cell.ts';
import {
  given,
  readChoice,
  readName,
  type Cells,
  type Context,
  type Note,
  type Table,
  type Words,
} from './table.ts';

const kindWords: Words<Place['kind']> = {
  compound: ['小区', '居住小区', '住宅小区'],
  ebikePoint: [
    '充电点',
    '电动车停放充电点',
    '电动车充电点',
    '电动自行车停放充电点',
    '停放点',
    'e-bike point',
  ],
  restaurant: ['餐饮', '餐馆', '饭店', '餐饮店', '餐饮场所'],
  dormitory: ['宿舍', '集体宿舍', '出租房'],
  shed: ['车棚', '非机动车棚'],
  weldingMachine: ['电焊机', '焊机', 'welding machine'],
  wastePoint: ['垃圾点', '垃圾投放点', '投放点', 'waste point'],
  workshop: ['作坊', '小作坊', '加工点'],
  checkpoint: ['巡查点', '检查点', '点位'],
};
const compoundWords: Words<NonNullable<Place['compound']>> = {
  commodity: ['商品房'],
  subsidised: ['保障房', 'subsidized'],
  old: ['老旧', '老旧小区', '平房', '老旧/平房'],
  unmanaged: ['失管', '失管小区'],
};
const riskWords: Words<NonNullable<Place['risk']>> = {
  high: ['高', '高风险', '红'],
  medium: ['中', '中风险', '黄'],
  low: ['低', '低风险', '绿'],
};
const listedWords: Words<'yes' | 'no'> = {
  yes: ['是', '挂牌', '√', '1', 'true', 'y'],
  no: ['否', '未挂牌', '不挂牌', '0', 'false', 'n'],
};

/** Where the number of a place is kept, whatever its column is called. */
const NUMBER = '编号';
const numberKey = (number: string): string => `number ${number}`;
const nameKey = (kind: string, name: string, grid: string): string => `${kind} ${grid} ${foldWord(name)}`;

/** Seven decimals are a centimetre. */
const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

const readPosition = (cell: Cells, note: Note, { toWgs84 }: Context<'place'>): LatLon | undefined => {
  const [lon, lat] = [cell('position.lon'), cell('position.lat')];
  if (lon === '' && lat === '') return undefined;
  const [x, y] = [readNumber(lon), readNumber(lat)];
  if (x === null) note('position.lon', lon === '' ? 'missing' : 'badNumber', lon);
  if (y === null) note('position.lat', lat === '' ? 'missing' : 'badNumber', lat);
  if (x === null || y === null) return undefined;
  if (!isPlausible({ lat: y, lon: x })) {
    note('position.lon', 'notOnEarth', `${lon}, ${lat}`);
    return undefined;
  }
  const found = toWgs84({ lat: y, lon: x });
  return { lat: rounded(found.lat), lon: rounded(found.lon) };
};

/** The grid that the row names must contain the position. Without one the position decides. */
const readGrid = (position: LatLon | undefined, cell: Cells, note: Note, context: Context<'place'>) => {
  const text = cell('grid');
  const code =
    text === '' ? undefined : (context.view.get('grid', text)?.code ?? context.named('grid', text));
  const named = code === undefined ? undefined : context.view.get('grid', code);
  if (text !== '' && (!named || named.retired)) note('grid', 'unknownGrid', text);
  else if (position && named && !gridContains(named, position)) note('grid', 'otherGrid', named.code);
  if (text !== '' || !position) return code;
  const found = context.gridAt(position);
  if (!found) note('position', 'outsideGrids');
  return found?.code;
};

/** 场所: the natural key is the number, else kind, name and grid. */
export const placeTable: Table<'place'> = {
  columns: [
    { field: 'name', titles: ['名称', '场所名称', '点位名称', '场所', 'name', 'place'], isRequired: true },
    { field: 'kind', titles: ['类型', '场所类型', '点位类型', 'kind', 'type'], isRequired: true },
    { field: 'position.lon', titles: ['经度', 'lon', 'lng', 'longitude', 'x'], isRequired: true },
    { field: 'position.lat', titles: ['纬度', 'lat', 'latitude', 'y'], isRequired: true },
    { field: 'grid', titles: ['网格', '网格编码', '所属网格', 'grid', 'grid code'], isDerived: true },
    { field: 'name.en', titles: ['英文名', '英文名称', 'name (en)', 'english name'] },
    { field: 'risk', titles: ['风险', '风险等级', 'risk'] },
    { field: 'listed', titles: ['挂牌', '挂牌督办', '是否挂牌', 'listed'] },
    { field: 'compound', titles: ['小区类型', 'compound', 'compound kind'] },
    { field: `attributes.${NUMBER}`, titles: [NUMBER, '场所编号', '点位编号', 'number', 'no'] },
  ],
  hasAttributes: true,
  keyField: 'name',
  keysOf: ({ kind, name, grid, attributes }) => {
    const number = attributes?.[NUMBER];
    return [...(number ? [numberKey(number)] : []), nameKey(kind, name.zh, grid)];
  },
  read: (cell, note, context, others) => {
    const number = cell(`attributes.${NUMBER}`);
    const kind = readChoice(kindWords, 'kind', cell, note);
    if (cell('name') === '') note('name', 'missing');
    const position = readPosition(cell, note, context);
    const grid = readGrid(position, cell, note, context);
    const byName = nameKey(kind ?? '', cell('name'), grid ?? '');
    const alike = context.stored(byName);
    const stored: Place | undefined =
      number === ''
        ? alike
        : (context.stored(numberKey(number)) ?? (alike?.attributes?.[NUMBER] ? undefined : alike));
    if (kind === undefined && cell('kind') === '' && !stored) note('kind', 'missing');
    if (!position && !stored && cell('position.lon') === '' && cell('position.lat') === '')
      note('position', 'missing');
    const listed = readChoice(listedWords, 'listed', cell, note);
    const attributes = {
      ...stored?.attributes,
      ...given({ ...others, [NUMBER]: number }),
    };
    const value = {
      id: context.newId(number === '' ? byName : numberKey(number)),
      ...stored,
      ...given({
        kind,
        grid,
        position,
        risk: readChoice(riskWords, 'risk', cell, note),
        compound: readChoice(compoundWords, 'compound', cell, note),
        listed: listed === 'yes' ? (true as const) : undefined,
        attributes: Object.keys(attributes).length > 0 ? attributes : undefined,
      }),
      name: readName(cell, stored?.name),
    };
    if (listed !== 'no') return value;
    const { listed: _, ...unlisted } = value;
    return unlisted;
  },
};
