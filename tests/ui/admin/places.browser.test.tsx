import gcoord from 'gcoord';
import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { distanceMetres } from '#domain/base/geometry.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { navigate } from '#ui/route/address.ts';
import { heading, office, openAdminRoom, saveButton, SOON } from '#tests/ui/harness/admin-harness.tsx';

vi.mock('#sync/transport/xhr-transport.ts', async () => ({
  xhrTransport: (await import('#tests/ui/harness/fake-office.ts')).fakeTransport,
}));

// The section reads its rows when it is opened: the tests put them before.
openAdminRoom('/admin/people');

const GRID = '330199001002001';
const grid: Grid = {
  code: GRID,
  name: { zh: '柳浪苑东', en: 'Willow East' },
  polygon: [
    [
      [120.15, 30.27],
      [120.16, 30.27],
      [120.16, 30.28],
      [120.15, 30.28],
      [120.15, 30.27],
    ],
  ],
};
const here = { lat: 30.2743, lon: 120.1551 };
const place = (id: string, zh: string, more: Partial<Place> = {}): Place => ({
  id,
  kind: 'shed',
  name: { zh, en: zh },
  grid: GRID,
  position: here,
  ...more,
});
beforeEach(() => {
  office.put('grid', [grid], 'code');
  office.put('place', [
    place('K7Q3M9XDACEF', '东门车棚', { risk: 'high', listed: true, attributes: { 插座: '24 个' } }),
    place('A7Q3M9XDACEF', '西门车棚'),
    place('C7Q3M9XDACEF', '旧车棚', { retired: true }),
    place('D7Q3M9XDACEF', '柳岸小馆', { kind: 'restaurant' }),
  ]);
  navigate('/admin/places', { replace: true });
});

const row = (name: RegExp) => page.getByRole('button', { name });
const box = (name: string) => page.getByRole('textbox', { name, exact: true });
const choose = (name: string, value: string) =>
  page.getByRole('combobox', { name, exact: true }).selectOptions(value);
const written = () => office.edits.at(-1)!;
const value = () => written().value as Place;

test('[G3a] [G6b] a new place, numbers of a Chinese map → stored as WGS-84, the grid derived, a random id', async () => {
  await page.getByRole('button', { name: '新增' }).click();
  await choose('类型', 'wastePoint');
  await box('中文名称').fill('南门投放点');
  const [lon, lat] = gcoord.transform([here.lon, here.lat], gcoord.WGS84, gcoord.GCJ02) as [number, number];
  await choose('坐标系', 'GCJ02');
  // As those maps copy it: longitude first, both in one field.
  await box('纬度').fill(`${lon.toFixed(6)},${lat.toFixed(6)}`);
  await expect.element(box('经度')).toHaveValue(lon.toFixed(6));
  await expect.element(page.getByText(/存为 WGS-84：30\.274\d\d, 120\.155\d\d/)).toBeVisible();
  await expect.element(page.getByText('在网格 柳浪苑东 内')).toBeVisible();
  await saveButton().click();
  await expect.element(heading('南门投放点')).toBeVisible();
  expect(value()).toEqual({
    id: expect.stringMatching(/^[34679ACDEFGHJKMNPQRTWXY]{12}$/),
    kind: 'wastePoint',
    name: { zh: '南门投放点', en: '南门投放点' },
    grid: GRID,
    position: expect.anything(),
  });
  expect(written().seq).toBeNull();
  expect(distanceMetres(value().position, here)).toBeLessThan(1);
});

test('[G6b] a position outside all grids, one that is no position → said, and not saved', async () => {
  await row(/东门车棚/).click();
  await box('经度').fill('121.5');
  await expect.element(page.getByText('不在任何网格内，不能保存')).toBeVisible();
  await expect.element(saveButton()).toBeDisabled();
  await box('经度').fill('12o.155');
  await expect.element(page.getByText(/请填写经纬度/)).toBeVisible();
  await expect.element(saveButton()).toBeDisabled();
});

test('[G6b] another datum chosen for a stored place → its numbers change, its position does not', async () => {
  await row(/西门车棚/).click();
  await expect.element(box('纬度')).toHaveValue('30.2743');
  await choose('坐标系', 'BD09');
  await expect.element(box('纬度')).not.toHaveValue('30.2743');
  await saveButton().click();
  await vi.waitFor(() => expect(office.edits).toHaveLength(1));
  expect(value()).toEqual(place('A7Q3M9XDACEF', '西门车棚'));
});

test('[G6b] a tap on the map → the pin, its numbers as WGS-84', async () => {
  await row(/西门车棚/).click();
  await choose('坐标系', 'BD09');
  const map = page.getByRole('region', { name: '点位地图' });
  await vi.waitFor(() => expect(document.querySelector('.pin-map-pin')).not.toBeNull(), SOON);
  await userEvent.click(map, { position: { x: 200, y: 150 } });
  await expect.element(page.getByRole('combobox', { name: '坐标系' })).toHaveValue('WGS84');
  await saveButton().click();
  await vi.waitFor(() => expect(office.edits).toHaveLength(1));
  const moved = distanceMetres(value().position, here);
  expect(moved).toBeGreaterThan(5);
  expect(moved).toBeLessThan(1000);
});

test('attributes, a name twice → not saved; changed and removed ones → written, and empty fields are absent', async () => {
  await row(/东门车棚/).click();
  await page.getByRole('button', { name: '加一项' }).click();
  await page.getByRole('textbox', { name: '项目' }).nth(1).fill('插座');
  await expect.element(page.getByText('“插座”写了两次')).toBeVisible();
  await saveButton().click();
  expect(office.edits).toHaveLength(0);
  await page.getByRole('textbox', { name: '项目' }).nth(1).fill('负责人');
  await page.getByRole('textbox', { name: '内容' }).nth(1).fill('李红');
  await page.getByRole('button', { name: '删去这一项' }).first().click();
  await choose('风险', '');
  await page.getByRole('checkbox', { name: '挂牌督办' }).click();
  await saveButton().click();
  await vi.waitFor(() => expect(office.edits).toHaveLength(1));
  expect(value()).toEqual({ ...place('K7Q3M9XDACEF', '东门车棚'), attributes: { 负责人: '李红' } });
});

test('a compound → its kind; another kind of place → none', async () => {
  await row(/柳岸小馆/).click();
  await choose('类型', 'compound');
  await choose('小区类型', 'old');
  await saveButton().click();
  await vi.waitFor(() => expect(value()).toMatchObject({ kind: 'compound', compound: 'old' }));
  await choose('类型', 'shed');
  await saveButton().click();
  await vi.waitFor(() => expect(value()).toEqual({ ...place('D7Q3M9XDACEF', '柳岸小馆'), kind: 'shed' }));
});

test('[G3b] labels of what the search shows → one label each, none of a retired place; the address is that of the office', async () => {
  await expect.element(row(/东门车棚/), SOON).toBeVisible();
  await page.getByRole('searchbox').fill('车棚');
  await page.getByRole('checkbox', { name: '全选' }).click();
  await page.getByRole('button', { name: '打印 2 张标签' }).click();
  const sheet = page.getByRole('region', { name: '标签', exact: true });
  await expect.element(sheet.getByRole('heading')).toHaveTextContent('2 张标签 · 1 页');
  await expect.element(sheet.getByText('K7Q3 M9XD ACEF')).toBeInTheDocument();
  const codes = () => [...document.querySelectorAll('ol svg')].map((svg) => svg.outerHTML);
  const before = codes();
  expect(new Set(before).size).toBe(2);
  await box('手机打开巡格的网址').fill('https://patrol.example/');
  await expect.element(page.getByText(/手机打不开/)).not.toBeInTheDocument();
  expect(codes()).not.toEqual(before);
  await box('手机打开巡格的网址').fill('nonsense');
  await expect.element(page.getByRole('button', { name: '打印', exact: true })).toBeDisabled();
  await page.getByRole('button', { name: '返回点位' }).click();
  await expect.element(row(/东门车棚/)).toBeVisible();
});

test('[G6c] 8,000 places → the list appears and the search answers at once', async () => {
  office.put(
    'place',
    Array.from({ length: 8000 }, (_, i) => place(`K7Q3M9X${String(i).padStart(5, '0')}`, `${i} 号车棚`)),
  );
  await userEvent.click(page.getByRole('link', { name: '人员' }));
  await userEvent.click(page.getByRole('link', { name: '点位' }));
  await expect.element(row(/^7 号车棚|^0 号车棚/).first(), SOON).toBeVisible();
  const search = page.getByRole('searchbox').element() as HTMLInputElement;
  const startedAt = performance.now();
  search.value = '7654 号';
  search.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const took = performance.now() - startedAt;
  expect(row(/7654 号车棚/).elements().length).toBeGreaterThan(0);
  expect(document.querySelectorAll('[class*=row]').length).toBeLessThan(400);
  expect(took).toBeLessThan(500);
});
