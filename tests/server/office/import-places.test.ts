import gcoord from 'gcoord';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoGrids } from '#demo/grids.ts';
import { pointInside } from '#domain/base/polygon.ts';
import type { Calendar } from '#domain/calendar/calendar.ts';
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { Area } from '#domain/place/area.ts';
import type { Place } from '#domain/place/place.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { importAll, preview, rowsOf, wrongs } from '#tests/support/clients/importer.ts';
import { workbook } from '#tests/support/data/workbook.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
beforeAll(async () => {
  server = await startTestServer();
  admin = await signIn(server.url, 'admin');
});
afterAll(() => server.end());

const [first, second] = demoGrids;
const middle = pointInside(first!.polygon);
const csv = (...lines: readonly string[]): string => lines.join('\n');
const placeNamed = async (name: string) =>
  (await rowsOf<Place>(admin, 'place')).find(({ value }) => value.name.zh === name);

test('[I4a] [I4d] a workbook of places without grids → the grid of each position, shown; other columns are attributes', async () => {
  const bytes = workbook({
    场所: [
      ['编号', '类型', '名称', '经度', '纬度', '风险', '挂牌', '小区类型', '负责人'],
      [
        'C-1',
        '小区',
        '柳浪苑',
        { number: String(middle.lon) },
        { number: String(middle.lat) },
        '高',
        '是',
        '老旧',
        '老周',
      ],
    ],
  });
  const { shown } = await importAll(admin, 'place', bytes, false, { name: '场所.xlsx' });
  expect(shown).toMatchObject({ sheet: '场所', ignored: [], counts: { new: 1, wrong: 0 } });
  expect(shown.columns.at(-1)).toEqual({ column: '', field: 'grid', title: '网格' });
  expect(shown.rows[0]!.cells.at(-1)).toBe(first!.code);
  const place = await placeNamed('柳浪苑');
  expect(place?.value).toMatchObject({
    kind: 'compound',
    grid: first!.code,
    risk: 'high',
    listed: true,
    compound: 'old',
    attributes: { 编号: 'C-1', 负责人: '老周' },
  });
  expect(place?.id).toMatch(/^[2-9A-Za-z]{12}$/);
  expect((await importAll(admin, 'place', bytes)).shown.counts).toMatchObject({ same: 1, new: 0 });
  const renamed = csv('编号,类型,名称,经度,纬度,挂牌', `C-1,小区,柳浪新苑,${middle.lon},${middle.lat},否`);
  const again = await importAll(admin, 'place', renamed);
  expect(again.shown.rows[0]!.changes.map(({ field }) => field).sort()).toEqual(['listed', 'name']);
  expect((await placeNamed('柳浪新苑'))?.id).toBe(place?.id);
});

test('[I3b] places without numbers, the same file twice → the key is kind, name and grid', async () => {
  const list = csv(
    '名称,类型,经度,纬度',
    `一号车棚,车棚,${middle.lon},${middle.lat}`,
    `一号车棚,充电点,${middle.lon},${middle.lat}`,
  );
  expect((await importAll(admin, 'place', list)).shown.counts).toMatchObject({ new: 2 });
  expect((await importAll(admin, 'place', list)).shown.counts).toMatchObject({ new: 0, same: 2 });
});

test.each(['GCJ02', 'BD09'] as const)('[I4b] positions given as %s → stored as WGS-84', async (datum) => {
  const [lon, lat] = gcoord.transform([middle.lon, middle.lat], gcoord.WGS84, gcoord[datum]) as [
    number,
    number,
  ];
  const list = csv('名称,类型,经度,纬度', `点 ${datum},巡查点,${lon},${lat}`);
  await importAll(admin, 'place', list, false, { datum });
  const { position } = (await placeNamed(`点 ${datum}`))!.value;
  expect(position.lon).toBeCloseTo(middle.lon, 5);
  expect(position.lat).toBeCloseTo(middle.lat, 5);
  expect((await preview(admin, 'place', list, { datum })).counts).toMatchObject({ same: 1 });
});

test('grids given in another datum → refused: their shared borders would part', async () => {
  const { fault } = await preview(admin, 'grid', '{"type":"FeatureCollection"}', { datum: 'GCJ02' });
  expect(fault).toEqual({ code: 'otherDatum' });
});

test('[I3g] [I4c] places, a position outside every grid, in another grid, on no earth, a long number → wrong by row and column', async () => {
  const shown = await preview(
    admin,
    'place',
    csv(
      'name,kind,lon,lat,grid,risk',
      'a,shed,10,10,,',
      `b,shed,${middle.lon},${middle.lat},${second!.code},`,
      'c,shed,500,1,,',
      'd,shed,x,30,,',
      `e,shed,${middle.lon},${middle.lat},3.30199E+14,`,
      `f,castle,${middle.lon},${middle.lat},,very`,
      `g,shed,${middle.lon},${middle.lat},${first!.code},`,
      `g,shed,${middle.lon},${middle.lat},,`,
    ),
  );
  expect(wrongs(shown)).toEqual([
    '2 C outsideGrids',
    `3 E otherGrid ${second!.code}`,
    '4 C notOnEarth 500, 1',
    '5 C badNumber x',
    '6 E scientific 3.30199E+14',
    '7 B badChoice castle',
    '7 F badChoice very',
    '9 A twice 8',
  ]);
});

test('[I3b] areas, hazard kinds and calendars, the same file twice → one row each', async () => {
  const areas = csv('编码,名称,英文名称', '330199001,柳浪街道,Liulang', '330198001,别处,');
  expect(wrongs(await preview(admin, 'area', areas))).toEqual(['3 A otherCounty 330198001']);
  await importAll(admin, 'area', areas, true);
  expect((await rowsOf<Area>(admin, 'area')).find(({ id }) => id === '330199001')?.value.name).toEqual({
    zh: '柳浪街道',
    en: 'Liulang',
  });
  const hazards = csv(
    '编码,名称,等级,时限,时限单位',
    'OT98,高空抛物,重大,3,工作日',
    'OT97,飞线,general,4工作时,',
    'OT96,x,重大,明天,',
  );
  expect(wrongs(await preview(admin, 'hazardKind', hazards))).toEqual(['4 D badNumber 明天', '4 D missing']);
  await importAll(admin, 'hazardKind', hazards, true);
  expect((await importAll(admin, 'hazardKind', hazards, true)).shown.counts).toMatchObject({ same: 2 });
  const kinds = await rowsOf<HazardKind>(admin, 'hazardKind');
  expect(kinds.find(({ id }) => id === 'OT97')?.value).toMatchObject({
    severity: 'general',
    limit: { amount: 4, unit: 'workingHours' },
    short: { zh: '飞线' },
  });
  const calendar = csv('年份,放假,调休上班,来源', '2027,2027-02-05~2027-02-11 2027/10/1,2027年2月14日,通知');
  await importAll(admin, 'calendar', calendar);
  expect((await importAll(admin, 'calendar', calendar)).shown.counts).toMatchObject({ same: 1 });
  expect((await rowsOf<Calendar>(admin, 'calendar')).find(({ id }) => id === '2027')?.value).toEqual({
    year: 2027,
    off: ['2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-10-01'],
    work: ['2027-02-14'],
    coveredUntil: '2027-12-31',
    source: '通知',
  });
});

test('[I1e] a file without a needed column, or with titles only → a fault that names what is missing', async () => {
  expect((await preview(admin, 'place', '名称,类型\n一,车棚')).fault).toEqual({
    code: 'noColumns',
    text: '经度、纬度',
  });
  expect((await preview(admin, 'place', '名称,类型,经度,纬度\n\n')).fault).toEqual({ code: 'empty' });
});
