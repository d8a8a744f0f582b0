import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { OfficePerson } from '#domain/office/office-person.ts';
import {
  aPerson,
  dialog,
  grids,
  heading,
  lines,
  office,
  openAdminRoom,
  openRow,
  personId,
  saveButton,
  SOON,
} from '#tests/ui/harness/admin-harness.tsx';

vi.mock('#sync/transport/xhr-transport.ts', async () => ({
  xhrTransport: (await import('#tests/ui/harness/fake-office.ts')).fakeTransport,
}));

openAdminRoom('/admin/people', () => [
  aPerson(1),
  aPerson(2, {
    role: 'inspector',
    scope: ['330199001002'],
    certificate: { number: '3301-0217', validUntil: '2020-06-30' },
  }),
  aPerson(3, { retired: true }),
  aPerson(4, { role: 'observer', username: 'guan' }),
]);

const open = async (index: number): Promise<void> => {
  await vi.waitFor(() => expect(lines()).toHaveLength(3), SOON);
  await openRow(`人员${index}`).click();
  await expect.element(page.getByRole('tree')).toBeVisible();
};
const node = (name: RegExp) => page.getByRole('treeitem', { name });
const box = (name: string) => page.getByRole('textbox', { name, exact: true });
const written = () => office.edits.at(-1)!.value as OfficePerson;

test('a new person, the form is filled and saved → the row as it was typed, and the panel of the person', async () => {
  await vi.waitFor(() => expect(lines()).toHaveLength(3), SOON);
  await page.getByRole('button', { name: '新增' }).click();
  await box('姓名').fill('沈建国');
  await page.getByRole('combobox', { name: '角色' }).selectOptions('inspector');
  await box('手机').fill(' 13711112222 ');
  await box('用户名').fill('shen');
  await box('执法证号').fill('3301-0300');
  await page.getByLabelText('有效期至').fill('2030-01-31');
  await node(/^001 城南街道/).click();
  await expect.element(page.getByText('首次同步约 21 秒（4G）')).toBeVisible();
  await saveButton().click();
  await expect.element(heading('沈建国 · 安全检查员')).toBeVisible();
  expect(written()).toMatchObject({
    name: '沈建国',
    role: 'inspector',
    region: '330199',
    scope: ['330199001'],
    phone: '13711112222',
    username: 'shen',
    certificate: { number: '3301-0300', validUntil: '2030-01-31' },
  });
  expect(office.edits.at(-1)).toMatchObject({ kind: 'person', seq: null });
});

test('[O1b] a scope, it is changed on the tree → its size is told before it is saved', async () => {
  await open(1);
  await node(/^002 柳浪社区/).click();
  await vi.waitFor(
    () =>
      expect(
        office.asked
          .filter(({ path }) => path === 'scope-size')
          .at(-1)
          ?.query.get('scope'),
      ).toBe('330199001002'),
    SOON,
  );
  const size = page.getByRole('status').filter({ hasText: '手机上约有' });
  await expect.element(size).toHaveTextContent('2,140 件案件、1,320 个点位，38 MB');
  expect(office.edits).toEqual([]);
});

test('[O1b] the scope of an observer → no size: the phone receives the own cases', async () => {
  await open(4);
  await expect.element(page.getByText('只收到与本人或本单位有关的案件')).toBeVisible();
});

test('[O1e] the tree, keys → it opens, moves, checks and searches without a pointer', async () => {
  await open(1);
  expect(
    node(/^002 柳浪社区/)
      .element()
      .getAttribute('aria-checked'),
  ).toBe('mixed');
  (node(/^330199 运河区/).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  expect(document.activeElement).toBe(node(/^002 柳浪社区/).element());
  await userEvent.keyboard(' ');
  expect(
    node(/^002 柳浪社区/)
      .element()
      .getAttribute('aria-checked'),
  ).toBe('true');
  expect(
    node(/^003 网格003/)
      .element()
      .getAttribute('aria-checked'),
  ).toBe('true');
  await userEvent.keyboard('{ArrowDown} ');
  expect(
    node(/^002 柳浪社区/)
      .element()
      .getAttribute('aria-checked'),
  ).toBe('mixed');
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(document.activeElement).toBe(node(/^002 柳浪社区/).element());
  expect(document.activeElement!.getAttribute('aria-expanded')).toBe('false');
  await userEvent.keyboard('330199002');
  await expect.element(page.getByRole('searchbox', { name: '编码或名称' })).toHaveValue('330199002');
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  await userEvent.keyboard(' ');
  await saveButton().click();
  await expect.element(page.getByText('已保存')).toBeVisible();
  expect(written().scope).toEqual([...grids.slice(1, 8), '330199002']);
});

test('[O1e] the tree, levels → the counts of what is in them', async () => {
  await open(1);
  await expect.element(node(/^330199 运河区/)).toHaveTextContent('2 街道 · 10 网格');
  await expect.element(node(/^001 城南街道/)).toHaveTextContent('2 社区 · 9 网格');
  await expect.element(node(/^002 柳浪社区/)).toHaveTextContent('8 网格');
});

test('[A5] the last admin → the server refuses, and the form says why', async () => {
  await open(1);
  office.problems = [{ field: 'role', code: 'lastAdmin' }];
  await saveButton().click();
  await expect.element(page.getByText('这是最后一名管理员，不能停用或改角色')).toBeVisible();
  await expect.element(page.getByRole('textbox', { name: '姓名' })).toHaveValue('人员1');
});

test('[O1a] a row that another editor changed → read again, with the own change on top; the next save is written', async () => {
  await open(1);
  await box('姓名').fill('周芳');
  office.problems = [{ field: '', code: 'changedMeanwhile' }];
  office.rows.get('person')!.splice(0, 1, {
    id: personId(1),
    seq: 77,
    value: aPerson(1, { phone: '13800000000' }),
  });
  await saveButton().click();
  await expect.element(page.getByText(/刚才有人改过这一行/)).toBeVisible();
  await expect.element(box('手机')).toHaveValue('13800000000');
  await expect.element(box('姓名')).toHaveValue('周芳');
  await saveButton().click();
  await expect.element(page.getByText('已保存')).toBeVisible();
  expect(office.edits.at(-1)).toMatchObject({ seq: 77, value: { name: '周芳', phone: '13800000000' } });
});

test('a certificate that has expired → marked; without a number and a day there is none', async () => {
  await open(2);
  await expect.element(page.getByText('执法证已于 2020-06-30 到期，不能做行政检查')).toBeVisible();
  await box('执法证号').fill('');
  await page.getByLabelText('有效期至').fill('');
  await saveButton().click();
  await expect.element(page.getByText('已保存')).toBeVisible();
  expect(written().certificate).toBeNull();
});

test('retirement, the question is answered → retired; a retired person is hidden, shown and restored', async () => {
  await open(1);
  await page.getByRole('button', { name: '停用' }).click();
  await expect.element(dialog()).toHaveTextContent('30 天内手机里没发出去的内容还能交上来');
  await dialog().getByRole('button', { name: '停用' }).click();
  await vi.waitFor(() => expect(written().retired).toBe(true), SOON);
  await vi.waitFor(() => expect(lines()).toHaveLength(2), SOON);
  expect(office.edits).toHaveLength(1);
  await page.getByRole('checkbox', { name: '显示已停用' }).click();
  await vi.waitFor(() => expect(lines()).toHaveLength(4), SOON);
  await openRow('人员3').click();
  await expect.element(page.getByText(/已停用：不能登录/)).toBeVisible();
  await page.getByRole('button', { name: '恢复' }).click();
  await vi.waitFor(() => expect(written()).toMatchObject({ id: personId(3), name: '人员3' }), SOON);
  expect(written().retired).toBeUndefined();
});

test('a code for one person, and for several → asked for these people; retired ones get none; areas by name', async () => {
  const codes = (people: readonly string[]) =>
    people.map((person) => ({
      person,
      code: 'K7Q2-M9XD',
      link: 'https://a.example/join#K7Q2M9XD',
      expiresAt: 1,
    }));
  await open(1);
  office.answers.set('codes', ({ body }) => ({
    body: { codes: codes((body as { people: readonly string[] }).people) },
  }));
  await page.getByRole('button', { name: '发登记码' }).click();
  await expect.element(page.getByRole('region', { name: '登记码' })).toHaveTextContent('K7Q2-M9XD');
  await page.getByRole('checkbox', { name: '显示已停用' }).click();
  await page.getByRole('checkbox', { name: '全选' }).click();
  await page.getByRole('button', { name: '打印 3 人的登记码' }).click();
  await expect.element(dialog()).toHaveTextContent('人员2');
  await expect.element(dialog(), SOON).toHaveTextContent('柳浪社区');
  expect(office.asked.filter(({ path }) => path === 'codes').at(-1)?.body).toEqual({
    people: [1, 2, 4].map(personId),
  });
});

test('a password, it is set for a person with a user name → sent once, and never part of the row', async () => {
  await open(4);
  office.answers.set('passwords', () => ({ body: { set: true } }));
  await page.getByRole('button', { name: '设密码' }).click();
  await page.getByLabelText('新密码').fill('a long password');
  await dialog().getByRole('button', { name: '设密码' }).click();
  await expect.element(page.getByText('密码已设好，请当面告诉本人。')).toBeVisible();
  expect(office.asked.filter(({ path }) => path === 'passwords')).toMatchObject([
    { body: { person: personId(4), password: 'a long password' } },
  ]);
  await openRow('人员1').click();
  await expect.element(heading('人员1 · 网格员')).toBeVisible();
});
