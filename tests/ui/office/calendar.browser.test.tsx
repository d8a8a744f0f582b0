import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { shippedCalendars } from '#domain/calendar/shipped-calendars.ts';
import { Calendar } from '#ui/screens/admin/calendar/Calendar.tsx';
import { FakeOffice, openSection, soon, SOON } from '#tests/ui/harness/office-harness.tsx';
import type { Room } from '#tests/ui/harness/person-harness.tsx';

const office = vi.hoisted(() => ({ now: null as FakeOffice | null }));
vi.mock('#sync/online/office.ts', () => ({ createOfficeClient: () => office.now!.client }));

let room: Room;
let fake: FakeOffice;
beforeEach(() => {
  fake = office.now = new FakeOffice();
  fake.put('calendar', ...shippedCalendars.map((it) => [String(it.year), it] as const));
});
afterEach(() => room.scrap());

const day = (name: RegExp) => page.getByRole('button', { name });
const save = () => userEvent.click(page.getByRole('button', { name: '保存', exact: true }));

test('[B2d] a year → days off and make-up working days told by name, not by colour alone', async () => {
  room = await openSection('/admin/calendar/2026', 'calendar', Calendar);
  await expect.element(day(/^2月16日.*放假/), SOON).toHaveAttribute('aria-pressed', 'true');
  await expect.element(day(/^2月14日.*调休上班/)).toHaveAttribute('aria-pressed', 'true');
  await expect.element(day(/^2月15日.*周末/)).toHaveAttribute('aria-pressed', 'false');
  expect(page.getByRole('table').elements()).toHaveLength(12);
});

test('[B2d] days toggled by click and by keyboard, saved → one edit with them and the version', async () => {
  room = await openSection('/admin/calendar/2026', 'calendar', Calendar);
  await userEvent.click(day(/^3月2日/));
  await userEvent.keyboard('{ArrowLeft}[Space]');
  await save();
  await soon(() => expect(fake.edits).toHaveLength(1));
  expect(fake.edits[0]).toMatchObject({ kind: 'calendar', id: '2026', seq: 1 });
  const { off, work } = fake.value('calendar', '2026') as { off: string[]; work: string[] };
  expect(off).toContain('2026-03-02');
  expect(work).toContain('2026-03-01');
});

test('[B2d] a year without a calendar → says that due times are provisional, and begins one', async () => {
  room = await openSection('/admin/calendar/2027', 'calendar', Calendar);
  await expect.element(page.getByText(/都是暂定/), SOON).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: '开始编 2027 年' }));
  await userEvent.click(day(/^10月1日/));
  await save();
  await soon(() => expect(fake.edits[0]).toMatchObject({ id: '2027', seq: null }));
});

test('[B2d] coveredUntil before the end of the year → the days after it are told as provisional', async () => {
  fake.put('calendar', ['2026', { ...shippedCalendars[2]!, coveredUntil: '2026-06-30' }]);
  room = await openSection('/admin/calendar/2026', 'calendar', Calendar);
  await expect.element(day(/^7月1日.*暂定/), SOON).toBeVisible();
  await expect.element(page.getByText(/2026年6月30日之后没有通知管到/)).toBeVisible();
});

test('a calendar that the server refuses → the problem at its field, nothing lost', async () => {
  room = await openSection('/admin/calendar/2026', 'calendar', Calendar);
  await expect.element(day(/^3月2日/), SOON).toBeVisible();
  fake.problems = [{ index: 0, field: 'coveredUntil', code: 'badDay', text: '2027-01-01' }];
  await userEvent.click(day(/^3月2日/));
  await save();
  await expect.element(page.getByRole('alert'), SOON).toHaveTextContent('2027-01-01');
  await expect.element(day(/^3月2日.*放假/)).toHaveAttribute('aria-pressed', 'true');
});
