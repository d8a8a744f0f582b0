import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Grid } from '#domain/place/grid.ts';
import { address, navigate } from '#ui/route/address.ts';
import { heading, office, openAdminRoom, saveButton, SOON } from '#tests/ui/harness/admin-harness.tsx';

vi.mock('#sync/transport/xhr-transport.ts', async () => ({
  xhrTransport: (await import('#tests/ui/harness/fake-office.ts')).fakeTransport,
}));

// The section reads its rows when it is opened: the tests put them before.
openAdminRoom('/admin/people');

const square = (west: number, south: number): Grid['polygon'] => [
  [
    [west, south],
    [west + 0.01, south],
    [west + 0.01, south + 0.01],
    [west, south + 0.01],
    [west, south],
  ],
];
const [EAST, WEST] = ['330199001002001', '330199001003001'];
const east: Grid = {
  code: EAST,
  name: { zh: '柳浪苑东', en: 'Willow East' },
  polygon: square(120, 30),
  more: [square(120.03, 30)],
};
const west: Grid = { code: WEST, name: { zh: '印染里', en: '印染里' }, polygon: square(120.01, 30) };
beforeEach(() => {
  office.put('grid', [east, west], 'code');
  navigate('/admin/grids', { replace: true });
});

const row = (name: RegExp) => page.getByRole('button', { name });
const box = (name: string) => page.getByRole('textbox', { name, exact: true });
const written = () => office.edits.at(-1)!;

test('[G6a] grids of named and unnamed areas → one tree; a name for a community without one is a new row', async () => {
  await expect.element(row(/城南街道/).first(), SOON).toBeVisible();
  await row(/^未命名\s*330199001003/).click();
  await box('中文名称').fill('印染社区');
  await saveButton().click();
  await expect.element(heading('印染社区')).toBeVisible();
  expect(written()).toEqual({
    kind: 'area',
    id: '330199001003',
    value: { code: '330199001003', name: { zh: '印染社区', en: '印染社区' } },
    seq: null,
  });
  await row(/^柳浪社区/).click();
  await box('英文名称').fill('Willow');
  await saveButton().click();
  await vi.waitFor(() => expect(office.edits).toHaveLength(2));
  expect(written()).toMatchObject({ seq: 3, value: { name: { zh: '柳浪社区', en: 'Willow' } } });
});

test('[G6a] a grid renamed, retired and restored → its shape stays; nothing is removed', async () => {
  await row(/柳浪苑东/).click();
  await expect.element(page.getByText('2 块')).toBeVisible();
  await box('中文名称').fill('柳浪东苑');
  await saveButton().click();
  await expect.element(heading('柳浪东苑')).toBeVisible();
  expect(written()).toEqual({
    kind: 'grid',
    id: EAST,
    value: { ...east, name: { zh: '柳浪东苑', en: 'Willow East' } },
    seq: 1,
  });
  await page.getByRole('button', { name: '停用' }).click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: '停用' });
  if (confirm.elements().length > 0) await confirm.click();
  await vi.waitFor(() => expect((written().value as Grid).retired).toBe(true));
  await page.getByRole('button', { name: '恢复' }).click();
  await vi.waitFor(() => expect(written().value).not.toHaveProperty('retired', true));
  expect(office.rows.get('grid')).toHaveLength(2);
});

test('a row that somebody else edited → read again, the typed name stays, the next save is written', async () => {
  await row(/柳浪苑东/).click();
  await box('中文名称').fill('新名');
  office.problems = [{ field: '', code: 'changedMeanwhile' }];
  office.rows.set('grid', [
    { id: EAST, seq: 9, value: { ...east, polygon: square(120.02, 30) } },
    { id: WEST, seq: 2, value: west },
  ]);
  const reads = () => office.asked.filter(({ path }) => path === 'rows/grid').length;
  const before = reads();
  await saveButton().click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('刚才有人改过');
  await vi.waitFor(() => expect(reads()).toBe(before + 1));
  await expect.element(box('中文名称')).toHaveValue('新名');
  await saveButton().click();
  await vi.waitFor(() => expect(office.edits).toHaveLength(1));
  expect(written()).toMatchObject({ seq: 9, value: { name: { zh: '新名' }, polygon: square(120.02, 30) } });
});

test('the map → highlights the open grid; a click on another one opens it', async () => {
  await row(/柳浪苑东/).click();
  await vi.waitFor(() => expect(document.querySelectorAll('.pin-map-grid-chosen')).toHaveLength(1), SOON);
  const other = document.querySelector('path.pin-map-grid:not(.pin-map-grid-chosen)')!;
  await userEvent.click(other);
  await vi.waitFor(() => expect(address().path).toBe(`/admin/grids/${WEST}`));
  await expect.element(heading('印染里')).toBeVisible();
});

test('the search → finds grids by the name of their community', async () => {
  await expect.element(row(/柳浪苑东/), SOON).toBeVisible();
  await page.getByRole('searchbox').fill('柳浪社区 东');
  await expect.element(row(/柳浪苑东/)).toBeVisible();
  await expect.element(row(/印染里/)).not.toBeInTheDocument();
});
