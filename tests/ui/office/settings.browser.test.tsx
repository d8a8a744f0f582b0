import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { shippedSettings, type Settings as OfficeSettings } from '#domain/office/settings.ts';
import { Settings } from '#ui/screens/admin/settings/Settings.tsx';
import { FakeOffice, openSection, soon, SOON } from '#tests/ui/harness/office-harness.tsx';
import type { Room } from '#tests/ui/harness/person-harness.tsx';

const office = vi.hoisted(() => ({ now: null as FakeOffice | null }));
vi.mock('#sync/online/office.ts', () => ({ createOfficeClient: () => office.now!.client }));

const shipped = shippedSettings({ zh: '330199', en: '330199' });
let room: Room;
let fake: FakeOffice;
beforeEach(async () => {
  fake = office.now = new FakeOffice();
  fake.put('settings', ['office', shipped]);
  room = await openSection('/admin/settings', 'settings', Settings);
});
afterEach(() => room.scrap());

const button = (name: string) => page.getByRole('button', { name, exact: true });
const field = (name: string) => page.getByLabelText(name, { exact: true });
const stored = () => fake.value('settings', 'office') as OfficeSettings;
const save = async (): Promise<void> => {
  await userEvent.click(button('保存'));
  await soon(() => expect(fake.edits).toHaveLength(1));
};

test('[B4c] settings of every card edited → one edit with its version', async () => {
  await expect.element(field('名称'), SOON).toHaveValue('330199');
  await field('名称').fill('运河区网格中心');
  await field('备案号').fill('浙 1');
  await field('意见反馈').fill('12345');
  await field('立案，紧急，分钟').fill('5');
  await userEvent.click(button('加一段'));
  await field('第 3 段，从').fill('18:00');
  await field('第 3 段，到').fill('20:00');
  await save();
  expect(fake.edits[0]).toMatchObject({ kind: 'settings', id: 'office', seq: 1 });
  expect(stored()).toEqual({
    ...shipped,
    office: { zh: '运河区网格中心', en: '330199' },
    filingNumber: '浙 1',
    feedback: '12345',
    urgentLimits: { ...shipped.urgentLimits, filing: 5 },
    workingHours: [...shipped.workingHours, { from: '18:00', to: '20:00' }],
  });
});

test('[B4c] a row of the table of approvals → a sentence says what it does', async () => {
  await expect.element(page.getByText('延期，由审核主管决定'), SOON).toBeVisible();
  await field('第 1 行，第几次起').fill('2');
  await field('第 1 行，几件起').fill('10');
  await userEvent.selectOptions(field('第 1 行，谁批'), 'admin');
  await expect.element(page.getByText('同一案件第 2 次起一次 10 件以上要延期，由管理员决定')).toBeVisible();
  await userEvent.click(button('删第 2 行'));
  await save();
  expect(stored().approvals).toEqual([
    { what: 'extension', fromTime: 2, fromCases: 10, role: 'admin' },
    shipped.approvals[2],
  ]);
});

test('[B4c] no row of approvals → says that everything takes effect at once', async () => {
  for (let row = 0; row < 3; row += 1) await userEvent.click(button('删第 1 行'));
  await expect.element(page.getByText(/提出就生效/), SOON).toBeVisible();
});

test('settings that the server refuses → the problem at its card, nothing lost', async () => {
  await expect.element(field('名称'), SOON).toBeVisible();
  await field('名称').fill('运河区');
  fake.problems = [{ index: 0, field: 'approvals.1', code: 'twice', text: '1' }];
  await userEvent.click(button('保存'));
  await expect.element(page.getByRole('alert'), SOON).toHaveTextContent('和第 1 行重复');
  await expect.element(field('名称')).toHaveValue('运河区');
});
