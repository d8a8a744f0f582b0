import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { fileFaults, type PlannedRow, type Preview } from '#domain/office/messages.ts';
import { navigate } from '#ui/route/address.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { aPerson, office, openAdminRoom, personId, SOON } from '#tests/ui/harness/admin-harness.tsx';

vi.mock('#sync/transport/xhr-transport.ts', async () => ({
  xhrTransport: (await import('#tests/ui/harness/fake-office.ts')).fakeTransport,
}));

openAdminRoom('/admin/people/import?kind=person', () => [aPerson(1), aPerson(2)]);

const row = (
  number: number,
  outcome: PlannedRow['outcome'],
  cells: readonly string[],
  more: Partial<PlannedRow> = {},
): PlannedRow => ({ row: number, outcome, cells: [...cells], changes: [], problems: [], ...more });

const rows = [
  row(17, 'wrong', ['沈建国', '网格员', '3.30199E+14'], {
    problems: [{ column: 'D', field: 'scope', code: 'scientific', text: '3.30199E+14' }],
  }),
  row(18, 'wrong', ['"周", 芳', '管理员', '330199001002003'], {
    problems: [{ column: 'B', field: 'role', code: 'roleNotAllowed' }],
  }),
  row(2, 'changed', ['赵敏', '网格员', '330199001002002'], {
    changes: [{ field: 'scope', before: '330199001002001', after: '330199001002002' }],
  }),
  row(3, 'new', ['王强', '网格员', '330199001002001'], {
    notes: [{ column: null, field: 'polygon', code: 'gap', text: '30.27, 120.15' }],
  }),
];
const preview: Omit<Preview, 'marker' | 'serverTime'> = {
  fault: null,
  hash: 'the hash',
  plan: 'the plan',
  sheet: '名册',
  columns: [
    { column: 'A', field: 'name', title: '姓名' },
    { column: 'B', field: 'role', title: '角色' },
    { column: 'D', field: 'scope', title: '网格' },
  ],
  ignored: ['备注'],
  counts: { new: 1, changed: 1, same: 11, wrong: 2 },
  rows,
};

const answer = (given: Partial<typeof preview> = {}): void =>
  void office.answers.set('imports/person', () => ({ body: { ...preview, ...given } }));
const fileInput = () => document.querySelector<HTMLInputElement>('input[type=file]');
const choose = async (name = '名册.csv'): Promise<void> => {
  await vi.waitFor(() => expect(fileInput()).not.toBeNull(), SOON);
  await userEvent.upload(fileInput()!, new File(['姓名,角色\n'], name));
};
const button = (name: string | RegExp) => page.getByRole('button', { name });
const askedFor = (path: string) => office.asked.filter((it) => it.path === path);

test('[O2a] a file is chosen → what it would change, row by row, and nothing is written', async () => {
  answer();
  await choose();
  await expect.element(page.getByText('新增；网格之间有空隙，在 30.27, 120.15'), SOON).toBeVisible();
  await expect.element(page.getByText('名册.csv · 表“名册” · 15 行')).toBeVisible();
  await expect.element(button('1 新增')).toBeVisible();
  await expect.element(button('11 已有，不变')).toBeVisible();
  await expect.element(button('1 已有，要改')).toBeVisible();
  await expect.element(button('2 有误')).toBeVisible();
  await expect.element(page.getByText('还没有写入任何内容')).toBeVisible();
  await expect.element(page.getByText('没有用到的列：备注')).toBeVisible();
  await expect
    .element(page.getByRole('row', { name: /赵敏/ }))
    .toHaveTextContent('已有 · 网格 330199001002001 → 330199001002002');
  expect(askedFor('imports/person')[0]?.query.get('name')).toBe('名册.csv');
  expect(askedFor('imports/person/commit')).toEqual([]);
});

test('[O2b] wrong rows → the cell is marked and the message names row and column; the counts filter', async () => {
  answer();
  await choose();
  const wrong = page.getByRole('row', { name: /沈建国/ });
  await expect.element(wrong).toHaveTextContent(/^17.*D 列：被表格软件改成了科学记数/);
  expect(
    Array.from(document.querySelectorAll('[data-wrong=true]'), ({ textContent }) => textContent),
  ).toEqual(['3.30199E+14', '管理员']);
  await button('1 新增').click();
  await expect.element(page.getByRole('row', { name: /王强/ })).toBeVisible();
  expect(page.getByRole('row', { name: /沈建国/ }).elements()).toEqual([]);
});

test('[O2b] a file with wrong rows → written only after the choice to leave them out', async () => {
  answer();
  office.answers.set('imports/person/commit', () => ({ body: { written: 2, created: [personId(1)] } }));
  await choose();
  await expect.element(button('写入 2 人')).toBeDisabled();
  await page.getByRole('checkbox', { name: '不写入有误的 2 行' }).click();
  await button('写入 2 人').click();
  await expect.element(page.getByText('已写入 2 人')).toBeVisible();
  const { query } = askedFor('imports/person/commit')[0]!;
  expect(Object.fromEntries(query)).toMatchObject({ hash: 'the hash', plan: 'the plan', leaveOut: '1' });
  await expect.element(button('打印 1 人的登记码')).toBeVisible();
});

test('[O2c] the data changed since the preview → nothing is written, and the file is previewed again by itself', async () => {
  answer({ counts: { new: 1, changed: 0, same: 0, wrong: 0 }, rows: [rows[3]!] });
  office.answers.set('imports/person/commit', () => ({
    status: 409,
    body: { error: 'planChanged', message: '' },
  }));
  await choose();
  await button('写入 1 人').click();
  await expect.element(page.getByText('刚才数据有变化，已经重新检查。请再看一遍。')).toBeVisible();
  expect(askedFor('imports/person')).toHaveLength(2);
  await expect.element(button('写入 1 人')).toBeEnabled();
});

test('[O2e] wrong rows → a CSV of their own, with what is wrong, that a spreadsheet opens unchanged', async () => {
  answer();
  const saved = vi.spyOn(URL, 'createObjectURL');
  await choose();
  await button('下载有误的 2 行').click();
  const text = await (saved.mock.calls[0]![0] as Blob).arrayBuffer();
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(text)).toBe(
    '\uFEFF姓名,角色,网格,错误\r\n' +
      '沈建国,网格员,3.30199E+14,D 列：被表格软件改成了科学记数，请把这一列设为文本：3.30199E+14\r\n' +
      '"""周"", 芳",管理员,"\t330199001002003",B 列：不能用名册加管理员\r\n',
  );
  saved.mockRestore();
});

test('a file that is no table, every fault → a text that says what to do, and another file may be chosen', async () => {
  for (const code of fileFaults) {
    answer({ fault: { code } });
    await choose();
    await expect.element(page.getByRole('alert')).toHaveTextContent(importMessages().faults[code](''));
  }
  answer();
  await choose();
  await expect.element(button('2 有误')).toBeVisible();
});

test('a file without a difference → nothing to write, and no button for it', async () => {
  answer({ counts: { new: 0, changed: 0, same: 15, wrong: 0 }, rows: [] });
  await choose();
  await expect.element(page.getByText('文件和现有数据一样，没有要写入的。')).toBeVisible();
  expect(button(/^写入/).elements()).toEqual([]);
});

test('a file and no link → the desk says so, and the file can be chosen again', async () => {
  office.isOffline = true;
  await choose();
  await expect.element(page.getByRole('alert')).toHaveTextContent('现在连不上服务器');
  office.isOffline = false;
  answer();
  await choose();
  await expect.element(button('2 有误')).toBeVisible();
});

test('a file of 65 MB → too large, and it is neither read nor sent', async () => {
  answer();
  await vi.waitFor(() => expect(fileInput()).not.toBeNull(), SOON);
  const large = new File(['x'], 'large.csv');
  Object.defineProperty(large, 'size', { value: 65 * 1024 * 1024 });
  const transfer = { files: [large] } as unknown as DataTransfer;
  const drop = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
    dataTransfer: transfer,
  });
  page.getByText('把文件拖到这里').element().parentElement!.dispatchEvent(drop);
  await expect.element(page.getByRole('alert')).toHaveTextContent('文件太大');
  expect(askedFor('imports/person')).toEqual([]);
});

test('places → the coordinates of the file are chosen in words and sent', async () => {
  office.answers.set('imports/place', () => ({ body: { ...preview, rows: [] } }));
  navigate('/admin/people/import?kind=place', { replace: true });
  await page.getByRole('radio', { name: 'GCJ-02：高德、腾讯地图上的坐标' }).click();
  await choose('点位.xlsx');
  await vi.waitFor(() => expect(askedFor('imports/place')).toHaveLength(1), SOON);
  expect(askedFor('imports/place')[0]!.query.get('datum')).toBe('GCJ02');
});

test('the empty table → the titles of the columns, as UTF-8 that a spreadsheet recognises', async () => {
  const saved = vi.spyOn(URL, 'createObjectURL');
  await button('下载空白表').click();
  const text = await (saved.mock.calls[0]![0] as Blob).arrayBuffer();
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(text)).toBe(
    '\uFEFF姓名,手机,角色,网格,责任单位,用户名,执法证号,有效期至\r\n',
  );
  saved.mockRestore();
});
