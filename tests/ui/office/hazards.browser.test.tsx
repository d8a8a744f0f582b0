import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { Hazards } from '#ui/screens/admin/hazards/Hazards.tsx';
import { FakeOffice, openSection, soon, SOON } from '#tests/ui/harness/office-harness.tsx';
import type { Room } from '#tests/ui/harness/person-harness.tsx';

const office = vi.hoisted(() => ({ now: null as FakeOffice | null }));
vi.mock('#sync/online/office.ts', () => ({ createOfficeClient: () => office.now!.client }));

let room: Room;
let fake: FakeOffice;
beforeEach(() => {
  fake = office.now = new FakeOffice();
  fake.put('hazardKind', ...shippedHazardKinds.map((it) => [it.code, it] as const));
  fake.put('unit', [
    'u1',
    { id: 'u1', kind: 'property', name: { zh: '柳浪物业', en: 'Willow' }, scope: [], hazards: [] },
  ]);
});
afterEach(() => room.scrap());

const button = (name: string) => page.getByRole('button', { name, exact: true });
const field = (name: string) => page.getByLabelText(name, { exact: true });

test('[B3e] a hazard kind, its limit and a suggested unit edited → one edit with its version', async () => {
  room = await openSection('/admin/hazards/EB01', 'hazards', Hazards);
  await expect.element(field('时限'), SOON).toHaveValue(4);
  await field('时限').fill('2');
  await userEvent.click(button('加一行'));
  await field('第 1 行，网格编码或上级编码').fill('330199001');
  await userEvent.selectOptions(field('第 1 行，责任单位'), 'u1');
  await userEvent.click(button('保存'));
  await soon(() => expect(fake.edits).toHaveLength(1));
  expect(fake.edits[0]).toMatchObject({ kind: 'hazardKind', id: 'EB01', seq: 1 });
  expect(fake.value('hazardKind', 'EB01')).toEqual({
    ...shippedHazardKinds[0]!,
    limit: { amount: 2, unit: 'urgentHours' },
    units: [{ scope: '330199001', unit: 'u1' }],
  });
});

test('[B3e] a hazard kind retired and restored → keeps everything else', async () => {
  room = await openSection('/admin/hazards/EB01', 'hazards', Hazards);
  await userEvent.click(button('停用'));
  await soon(() =>
    expect(fake.value('hazardKind', 'EB01')).toEqual({ ...shippedHazardKinds[0]!, retired: true }),
  );
  await userEvent.click(button('恢复'));
  await soon(() => expect(fake.edits).toHaveLength(2));
  expect(JSON.parse(JSON.stringify(fake.value('hazardKind', 'EB01')))).toEqual(shippedHazardKinds[0]);
});

test('[B3e] a new hazard kind, Chinese words only → stored with them in both languages, and open', async () => {
  room = await openSection('/admin/hazards/new', 'hazards', Hazards);
  await expect.element(field('编码'), SOON).toBeVisible();
  await field('编码').fill('eb07');
  await field('名称').fill('换电柜违规');
  await userEvent.click(button('保存'));
  await expect.element(page.getByRole('heading', { name: 'EB07 换电柜违规' }), SOON).toBeVisible();
  expect(fake.value('hazardKind', 'EB07')).toMatchObject({
    zh: '换电柜违规',
    en: '换电柜违规',
    short: { zh: '换电柜违规', en: '换电柜违规' },
  });
});

test('a hazard kind that another admin edited meanwhile → the newest row with this edit on top', async () => {
  room = await openSection('/admin/hazards/EB01', 'hazards', Hazards);
  await expect.element(field('时限'), SOON).toBeVisible();
  await field('时限').fill('8');
  fake.rows.set('hazardKind', [{ id: 'EB01', seq: 7, value: { ...shippedHazardKinds[0]!, zh: '别人改的' } }]);
  fake.problems = [{ index: 0, field: '', code: 'changedMeanwhile' }];
  await userEvent.click(button('保存'));
  await expect.element(field('名称'), SOON).toHaveValue('别人改的');
  await expect.element(field('时限')).toHaveValue(8);
  await userEvent.click(button('保存'));
  await soon(() =>
    expect(fake.edits[0]).toMatchObject({ seq: 7, value: { zh: '别人改的', limit: { amount: 8 } } }),
  );
});
