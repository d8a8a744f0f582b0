import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { shippedSettings } from '#domain/office/settings.ts';
import { Admin } from '#ui/screens/admin/Admin.tsx';
import { navigate } from '#ui/route/address.ts';
import { FakeOffice, openSection, soon, SOON } from '#tests/ui/harness/office-harness.tsx';
import type { Room } from '#tests/ui/harness/person-harness.tsx';

const office = vi.hoisted(() => ({ now: null as FakeOffice | null }));
vi.mock('#sync/online/office.ts', () => ({ createOfficeClient: () => office.now!.client }));

let room: Room;
let fake: FakeOffice;
beforeEach(() => {
  fake = office.now = new FakeOffice();
  fake.put('settings', ['office', shippedSettings({ zh: '330199', en: '330199' })]);
});
afterEach(() => room.scrap());

const open = async (path = '/admin'): Promise<void> => {
  room = await openSection(path, ':section?', Admin);
};
const heading = (name: string | RegExp) => page.getByRole('heading', { name });
const current = () => document.querySelector('[aria-current="step"]')?.textContent ?? '';

test('[B6d] the admin desk of an empty office → opens at the first steps, with the first in the list', async () => {
  await open();
  await expect.element(heading('开始使用'), SOON).toBeVisible();
  expect(page.getByRole('navigation').getByRole('link').elements()[0]!.textContent).toBe('开始使用');
  expect(location.pathname).toBe('/admin/first-steps');
});

test('[B6d] the admin desk of an office with nothing open → the people; the first steps are not listed', async () => {
  const done = {
    county: { zh: '运河区', en: 'Canal' },
    grids: 6,
    people: 2,
    places: 3,
    devices: 1,
    cases: 1,
  };
  fake.progress = { ...fake.progress, ...done };
  await open();
  await soon(() => expect(location.pathname).toBe('/admin/people'));
  await expect.element(page.getByRole('link', { name: '开始使用' })).not.toBeInTheDocument();
});

test('[B6d] the county named → area and settings in one call, and the next step', async () => {
  await open('/admin/first-steps');
  await expect.element(page.getByRole('button', { name: '保存名称' }), SOON).toBeVisible();
  await page.getByLabelText('区县名称').fill('运河区');
  await page.getByLabelText(/^单位名称/).fill('运河区网格中心');
  fake.progress = { ...fake.progress, county: { zh: '运河区', en: '运河区' }, grids: 604 };
  await userEvent.click(page.getByRole('button', { name: '保存名称' }));
  await soon(() => expect(fake.edits.map(({ kind }) => kind)).toEqual(['area', 'settings']));
  expect(fake.value('area', '330199')).toEqual({ code: '330199', name: { zh: '运河区', en: '运河区' } });
  expect(fake.value('settings', 'office')).toMatchObject({ office: { zh: '运河区网格中心' } });
  await expect.element(page.getByText('604 个网格'), SOON).toBeVisible();
  await soon(() => expect(current()).toContain('加责任单位和人员'));
});

test('[B6d] a step skipped → kept in the settings, and taken up again', async () => {
  await open('/admin/first-steps');
  await userEvent.click(page.getByRole('button', { name: '跳过 给本县起名' }));
  await soon(() => expect(fake.value('settings', 'office')).toMatchObject({ skipped: ['county'] }));
  fake.progress = { ...fake.progress, skipped: ['county'] };
  navigate('/admin/audit');
  navigate('/admin/first-steps');
  await soon(() => expect(current()).toContain('导入网格'));
  await userEvent.click(page.getByRole('button', { name: '不跳过了 给本县起名' }));
  await soon(() => expect(fake.value('settings', 'office')).toMatchObject({ skipped: [] }));
});

test('the server is away → the desk says so at the people', async () => {
  fake.isAway = true;
  await open();
  await soon(() => expect(location.pathname).toBe('/admin/people'));
  await expect.element(page.getByText('现在连不上服务器'), SOON).toBeVisible();
});
