import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { Audit } from '#ui/screens/admin/audit/Audit.tsx';
import { FakeOffice, openSection, soon, SOON } from '#tests/ui/harness/office-harness.tsx';
import type { Room } from '#tests/ui/harness/person-harness.tsx';

const office = vi.hoisted(() => ({ now: null as FakeOffice | null }));
vi.mock('#sync/online/office.ts', () => ({ createOfficeClient: () => office.now!.client }));

const kind = shippedHazardKinds[0]!;
const line = (seq: number) => ({
  seq,
  kind: 'hazardKind',
  id: kind.code,
  by: null,
  at: Date.UTC(2026, 0, 1) + seq,
  before: kind,
  after: { ...kind, severity: 'minor' },
  source: seq === 250 ? '目录.xlsx' : null,
});
let room: Room;
let fake: FakeOffice;
beforeEach(() => {
  fake = office.now = new FakeOffice();
  fake.lines = Array.from({ length: 250 }, (_, at) => line(250 - at));
});
afterEach(() => room.scrap());

const entries = () => page.getByRole('list', { name: '操作记录' }).getByRole('listitem').elements();

test('[B5a] the audit → who, what, both values in words, and the file', async () => {
  room = await openSection('/admin/audit', 'audit', Audit);
  await expect.element(page.getByText('目录.xlsx'), SOON).toBeVisible();
  const text = entries()[0]!.textContent ?? '';
  for (const words of ['系统', '修改', '隐患类别', 'EB01', '严重程度', '重大', '轻微'])
    expect(text).toContain(words);
});

test('[B5c] the end of the list comes near → older lines are read, each once', async () => {
  room = await openSection('/admin/audit', 'audit', Audit);
  await soon(() => expect(entries()).toHaveLength(100));
  entries().at(-1)!.scrollIntoView();
  await soon(() => expect(entries()).toHaveLength(200));
  entries().at(-1)!.scrollIntoView();
  await soon(() => expect(entries()).toHaveLength(250));
  expect(fake.asked.map(({ before }) => before)).toEqual([undefined, 151, 51]);
});

test('[B5c] filters of the address → asked of the server; a choice changes both', async () => {
  room = await openSection('/admin/audit?kind=hazardKind&id=EB01', 'audit', Audit);
  await soon(() => expect(fake.asked.at(-1)).toEqual({ kind: 'hazardKind', id: 'EB01' }));
  await expect.element(page.getByText(/只看 EB01/), SOON).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: '看全部' }));
  await soon(() => expect(fake.asked.at(-1)).toEqual({}));
  await userEvent.selectOptions(page.getByLabelText('内容'), 'person');
  await soon(() => expect(fake.asked.at(-1)).toEqual({ kind: 'person' }));
  await page.getByLabelText('从').fill('2026-03-01');
  await soon(() => expect(location.search).toBe('?kind=person&from=2026-03-01'));
});

test('the server is away → says so, and a try later shows the lines', async () => {
  fake.isAway = true;
  room = await openSection('/admin/audit', 'audit', Audit);
  await expect.element(page.getByText('现在连不上服务器'), SOON).toBeVisible();
  fake.isAway = false;
  await userEvent.click(page.getByRole('button', { name: '再试一次' }));
  await soon(() => expect(entries().length).toBeGreaterThan(0));
});
