import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Case } from '#domain/case/case.ts';
import type { Severity } from '#domain/catalogue/hazard-kinds.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import { navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { Desk } from '#ui/screens/desk/Desk.tsx';
import { openRoom, type Room } from './person-room.tsx';

const SOON = { timeout: 10_000 };
const newId = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

let room: Room;
beforeEach(async () => {
  await page.viewport(1440, 900);
  navigate('/desk', { replace: true });
  room = await openRoom('reviewer');
  await pull(aCase('EB01', 'major', '7', 3), aCase('WA01', 'minor', '8', 2), aCase('EB02', 'major', '9', 1));
  room.show(() => <Routes routes={[{ path: '/desk/:id?', screen: Desk }]} fallback={() => null} />);
  await expect.element(page.getByRole('list', { name: '案件列表' }), SOON).toBeVisible();
});
afterEach(() => room.scrap());

const aCase = (hazard: string, severity: Severity, building: string, minutesAgo: number): Case => {
  const id = newId();
  const event = newId();
  const at = Date.now() - minutesAgo * 60_000;
  return {
    kind: 'case',
    id,
    state: 'reported',
    reportEvent: event,
    reporter: 'somebody',
    device: 'phone',
    reportedAt: at,
    region: '330199',
    gridScope: '330199001002001',
    grid: '330199001002001',
    hazard,
    severity,
    channel: 'patrol',
    spot: { placeId: null, placeName: '', building, unit: '', floor: '', detail: '' },
    position: null,
    noPosition: 'indoors',
    description: `在 ${building} 幢`,
    handled: false,
    dismissReason: '',
    photos: [],
    timeline: [
      {
        eventId: event,
        type: 'case.reported',
        author: 'somebody',
        device: 'phone',
        role: 'patroller',
        at,
        deviceAt: at,
        receivedAt: at,
        verdict: 'applied',
        reason: null,
        text: '',
        photos: 0,
      },
    ],
  };
};

const pull = async (...cases: Case[]): Promise<void> => {
  await room.db.subjects.bulkPut(
    cases.map((subject, index) => ({
      key: subjectKey(subject),
      seq: index + 1,
      subject,
      stored: {},
      snapshot: 1,
    })),
  );
};

const lines = () => page.getByRole('list', { name: '案件列表' }).getByRole('listitem');
const titles = () =>
  lines()
    .elements()
    .map((line) => line.textContent ?? '');
const saved = async () => (await room.db.outbox.toArray()).map((row) => row.event);

test('the list is newest first and narrows by kind', async () => {
  await vi.waitFor(() => expect(titles()).toHaveLength(3), SOON);
  expect(titles()[0]).toContain('飞线充电');
  await userEvent.selectOptions(page.getByRole('combobox', { name: '类别' }), 'family:ebike');
  expect(titles()).toHaveLength(2);
  await userEvent.selectOptions(page.getByRole('combobox', { name: '类别' }), 'kind:EB01');
  expect(titles()).toEqual([expect.stringContaining('楼道充电')]);
});

test('a case filed leaves the list of those to review and is among the filed', async () => {
  await userEvent.click(lines().nth(0));
  await userEvent.click(page.getByRole('button', { name: '立案', exact: true }));
  await vi.waitFor(() => expect(titles()).toHaveLength(2), SOON);
  expect(await saved()).toEqual([expect.objectContaining({ type: 'case.filed' })]);
  await userEvent.click(page.getByRole('radio', { name: /已立案/ }));
  expect(titles()).toEqual([expect.stringContaining('飞线充电')]);
});

test('a case is not dismissed without a reason', async () => {
  await userEvent.click(lines().nth(1));
  await userEvent.click(page.getByRole('button', { name: '不予立案' }));
  const dialog = page.getByRole('dialog', { name: '不予立案' });
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await expect.element(dialog.getByRole('alert')).toHaveTextContent('请写明原因');
  expect(await saved()).toEqual([]);
  await dialog.getByRole('textbox', { name: '原因' }).fill('已清理');
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await vi.waitFor(
    async () =>
      expect(await saved()).toEqual([
        expect.objectContaining({ type: 'case.dismissed', body: { text: '已清理' } }),
      ]),
    SOON,
  );
});

test('keys walk the list and file', async () => {
  await vi.waitFor(() => expect(titles()).toHaveLength(3), SOON);
  await userEvent.keyboard('j');
  await expect.element(page.getByRole('heading', { name: '飞线充电' }), SOON).toBeVisible();
  await userEvent.keyboard('j');
  await expect.element(page.getByRole('heading', { name: '暴露垃圾' }), SOON).toBeVisible();
  await userEvent.keyboard('k');
  await expect.element(page.getByRole('heading', { name: '飞线充电' }), SOON).toBeVisible();
  await userEvent.keyboard('f');
  await vi.waitFor(() => expect(titles()).toHaveLength(2), SOON);
});
