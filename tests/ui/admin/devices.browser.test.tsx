import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { err, ok } from '#domain/base/result.ts';
import type * as Office from '#ui/state/office/office.ts';
import { Admin } from '#ui/screens/admin/Admin.tsx';
import { navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

const server = vi.hoisted(() => ({
  devices: vi.fn(),
  endSession: vi.fn(),
  counts: vi.fn(),
  progress: vi.fn(),
}));
vi.mock('#ui/state/office/office.ts', async (original) => ({
  ...(await original<typeof Office>()),
  officeClientOf: () => server,
}));

const HOUR = 3_600_000;
const chrome = 'Mozilla/5.0 (Linux; Android 14; 22101316C) Chrome/128.0.0.0 Mobile Safari/537.36';
const lineOf = (id: string, more: object = {}) => ({
  id,
  person: 'nobody',
  label: chrome,
  app: '0.1.0',
  enrolledAt: 0,
  lastContact: Date.now() - HOUR,
  unsent: 0,
  oldestUnsent: null,
  hasSession: true,
  ...more,
});

let room: Room;
const original = location.href;
beforeEach(async () => {
  room = await openRoom('admin');
  const lines = [
    lineOf('late', { unsent: 12, oldestUnsent: Date.now() - 50 * HOUR }),
    lineOf('plain', { app: null }),
  ];
  server.devices.mockResolvedValue(ok({ devices: lines }));
  server.endSession.mockResolvedValue(ok({ ended: true }));
  server.counts.mockResolvedValue(ok({ kinds: {}, devices: 2, deadLetters: 0 }));
  server.progress.mockResolvedValue(err({ kind: 'link', error: 'offline', wasUnderWay: false }));
  navigate('/admin/devices');
  room.show(() => (
    <Routes routes={[{ path: '/admin/:section?/:id?', screen: Admin }]} fallback={() => <p>not found</p>} />
  ));
});
afterEach(async () => {
  history.replaceState(null, '', original);
  vi.clearAllMocks();
  await room.scrap();
});

test('the devices section → the browser in words, the unsent count and how old it is', async () => {
  const row = page.getByRole('row').nth(1);
  await expect.element(row).toHaveTextContent('Chrome 128 · Android');
  await expect.element(row).toHaveTextContent('12 条');
  await expect.element(row).toHaveTextContent('2天前');
});

test('the end of a session → asked first, with the unsent count; then ended and read again', async () => {
  await userEvent.click(page.getByRole('row').nth(1).getByRole('button'));
  await userEvent.click(page.getByRole('button', { name: '结束登录' }).first());
  await expect.element(page.getByRole('dialog')).toHaveTextContent('还有 12 条没有送达');
  expect(server.endSession).not.toHaveBeenCalled();
  await userEvent.click(page.getByRole('dialog').getByRole('button', { name: '结束登录' }));
  await vi.waitFor(() => expect(server.devices).toHaveBeenCalledTimes(2));
  expect(server.endSession).toHaveBeenCalledWith('late');
});
