import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  aPerson,
  dialog,
  heading,
  lines,
  office,
  openAdminRoom,
  openRow,
  personId,
  saveButton,
  SOON,
  table,
} from '#tests/ui/harness/admin-harness.tsx';

vi.mock('#sync/transport/xhr-transport.ts', async () => ({
  xhrTransport: (await import('#tests/ui/harness/fake-office.ts')).fakeTransport,
}));

const COUNT = 8000;
openAdminRoom('/admin/people', () => Array.from({ length: COUNT }, (_, index) => aPerson(index)));

const shown = () => vi.waitFor(() => expect(lines().length).toBeGreaterThan(5), SOON);
const scroller = () => table().element() as HTMLElement;
const isAt = (path: string) => vi.waitFor(() => expect(location.pathname).toBe(path), SOON);

test('a table of 8 000 rows, it is scrolled to its end → few rows are drawn, and the last one is there', async () => {
  await shown();
  expect(lines().length).toBeLessThan(80);
  expect(table().element().getAttribute('aria-rowcount')).toBe(String(COUNT + 1));
  scroller().scrollTop = scroller().scrollHeight;
  await vi.waitFor(() => expect(lines().at(-1)).toContain(`人员${COUNT - 1}`), SOON);
  expect(lines().length).toBeLessThan(80);
  const last = table().getByRole('row').elements().at(-1)!;
  expect(last.getAttribute('aria-rowindex')).toBe(String(COUNT + 1));
});

test('[O1c] the sections of the desk → each has the count of its rows', async () => {
  await shown();
  await expect.element(page.getByRole('link', { name: '人员 8,000' }), SOON).toBeVisible();
});

test('a table, keys → search, next, previous, select and close without a pointer', async () => {
  await shown();
  await userEvent.keyboard('j');
  await isAt(`/admin/people/${personId(0)}`);
  await userEvent.keyboard('{ArrowDown}');
  await isAt(`/admin/people/${personId(1)}`);
  await userEvent.keyboard('k');
  await isAt(`/admin/people/${personId(0)}`);
  await userEvent.keyboard('x');
  await expect.element(page.getByText('已选 1 行').first()).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await isAt('/admin/people');
  await userEvent.keyboard('/');
  await userEvent.keyboard('人员77 137');
  await vi.waitFor(() => expect(lines()[0]).toContain('人员77'), SOON);
  expect(lines().every((line) => line.includes('人员77'))).toBe(true);
});

test('a table, an address of a row far down → the row is in the window and open', async () => {
  await shown();
  await userEvent.keyboard('/');
  await userEvent.keyboard('人员7777');
  await openRow('人员7777').click();
  await userEvent.clear(page.getByRole('searchbox', { name: '查找' }));
  await vi.waitFor(() => expect(lines().some((line) => line.includes('人员7777'))).toBe(true), SOON);
});

test('a table, all found rows are selected → all of them, also those that are not drawn', async () => {
  await shown();
  await userEvent.keyboard('/');
  await userEvent.keyboard('人员77');
  await vi.waitFor(() => expect(lines()[0]).toContain('人员77'), SOON);
  await page.getByRole('checkbox', { name: '全选' }).click();
  // 77, 770 to 779 and 7700 to 7799.
  await expect.element(page.getByText('已选 111 行').first()).toBeVisible();
  await expect.element(page.getByRole('button', { name: '打印 111 人的登记码' })).toBeVisible();
});

test('[O2d] a form with an unsaved change, another row is opened → a question; staying keeps the change', async () => {
  await shown();
  await openRow('人员0').click();
  await page.getByRole('textbox', { name: '姓名' }).fill('周芳');
  await openRow('人员1').click();
  await expect.element(dialog()).toBeVisible();
  await page.getByRole('button', { name: '取消' }).click();
  await expect.element(page.getByRole('textbox', { name: '姓名' })).toHaveValue('周芳');
  expect(location.pathname).toBe(`/admin/people/${personId(0)}`);
  await openRow('人员1').click();
  await page.getByRole('button', { name: '不保存，离开' }).click();
  await expect.element(page.getByRole('textbox', { name: '姓名' })).toHaveValue('人员1');
  expect(office.edits).toEqual([]);
});

test('[O2d] a form with an unsaved change, a section or the closing → a question; a saved form asks nothing', async () => {
  await shown();
  await openRow('人员0').click();
  await page.getByRole('textbox', { name: '姓名' }).fill('人员0甲');
  await page.getByRole('link', { name: /^责任单位/ }).click();
  await expect.element(dialog()).toBeVisible();
  await page.getByRole('button', { name: '取消' }).click();
  await page.getByRole('link', { name: '关闭' }).click();
  await expect.element(dialog()).toBeVisible();
  await page.getByRole('button', { name: '取消' }).click();
  await saveButton().click();
  await expect.element(page.getByText('已保存')).toBeVisible();
  await openRow('人员1').click();
  await expect.element(heading('人员1 · 网格员')).toBeVisible();
});

test('[O2d] a form with an unsaved change, the browser goes back → a question, and the form stays', async () => {
  await shown();
  await openRow('人员0').click();
  await page.getByRole('textbox', { name: '姓名' }).fill('周芳');
  history.back();
  await expect.element(dialog()).toBeVisible();
  await page.getByRole('button', { name: '取消' }).click();
  await expect.element(page.getByRole('textbox', { name: '姓名' })).toHaveValue('周芳');
  expect(location.pathname).toBe(`/admin/people/${personId(0)}`);
});

test('a search in the tree of a form, text in it → no unsaved change', async () => {
  await shown();
  await openRow('人员0').click();
  await page.getByRole('searchbox', { name: '编码或名称' }).fill('网格002');
  await openRow('人员1').click();
  await expect.element(heading('人员1 · 网格员')).toBeVisible();
});

test('a table without an answer of the server → it says so and asks again', async () => {
  await shown();
  office.isOffline = true;
  await page.getByRole('link', { name: /^责任单位/ }).click();
  await expect.element(page.getByText('现在连不上服务器')).toBeVisible();
  office.isOffline = false;
  await page.getByRole('button', { name: '再试一次' }).click();
  await expect.element(page.getByText('还没有责任单位')).toBeVisible();
});
