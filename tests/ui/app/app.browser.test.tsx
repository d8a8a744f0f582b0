/** The whole app in the test's page: chunks that do not load, errors, routes by role. */
import { render } from 'solid-js/web';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type * as Capture from '#ui/state/capture/capture.ts';
import type * as PersonData from '#ui/state/person/person-data.ts';
import type * as Reports from '#ui/screens/Reports.tsx';
import type { Role } from '#domain/ledger/roles.ts';
import { App } from '#ui/App.tsx';
import { address, navigate } from '#ui/route/address.ts';
import { setLanguage } from '#ui/i18n/messages.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

const SOON = { timeout: 10_000 };
const missing = vi.hoisted(() => ({ chunks: new Set<string>() }));
vi.mock('#ui/state/person/person-data.ts', async (original) => {
  const real = await original<typeof PersonData>();
  return {
    get createPersonData() {
      if (missing.chunks.has('person-data')) throw new Error('Not fetched');
      return real.createPersonData;
    },
  };
});
vi.mock('#ui/screens/Reports.tsx', async (original) => {
  const real = await original<typeof Reports>();
  return {
    get Reports() {
      if (missing.chunks.has('Reports')) throw new Error('Not fetched');
      return real.Reports;
    },
  };
});
vi.mock('#ui/state/capture/capture.ts', async (original) => {
  const real = await original<typeof Capture>();
  return {
    get openCapture() {
      if (missing.chunks.has('capture')) throw new Error('Not fetched');
      return real.openCapture;
    },
  };
});

let room: Room;
const start = async (role: Role, path: string): Promise<void> => {
  vi.spyOn(window, 'reportError').mockImplementation(() => {});
  navigate(path, { replace: true });
  room = await openRoom(role);
  const root = document.createElement('div');
  document.body.append(root);
  const end = render(() => <App app={room.app} person={room.deps} />, root);
  onTestFinished(() => {
    end();
    root.remove();
  });
};
afterEach(async () => {
  missing.chunks.clear();
  vi.restoreAllMocks();
  await room.scrap();
  await setLanguage('zh');
});

const broken = () => page.getByText('这里出了问题');
const tab = (name: string) => page.getByRole('navigation').getByRole('link', { name });

test.each([
  ['the screen', '/reports', 'Reports'],
  ['the report form', '/capture', 'capture'],
  ['the data of the person', '/capture', 'person-data'],
  ['the data of the person', '/reports', 'person-data'],
])(
  'a chunk that does not load, %s at %s → an error message in both languages with a reload button',
  async (_, path, chunk) => {
    missing.chunks.add(chunk);
    await start('patroller', path);
    await expect.element(broken(), SOON).toBeVisible();
    await expect.element(page.getByText('内容都在本机')).toBeVisible();
    await expect.element(page.getByRole('button', { name: '重新载入' })).toBeVisible();
    await setLanguage('en');
    await expect.element(page.getByText('Everything is still on this phone')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Reload' })).toBeVisible();
  },
);

test('an error on one screen, another tab chosen → the other screen works', async () => {
  missing.chunks.add('Reports');
  await start('patroller', '/reports');
  await expect.element(broken(), SOON).toBeVisible();
  await userEvent.click(page.getByRole('navigation').getByRole('link', { name: '我的', exact: true }));
  await expect.element(page.getByRole('button', { name: '退出登录' }), SOON).toBeVisible();
  await expect.element(broken()).not.toBeInTheDocument();
  await userEvent.click(tab('今日'));
  await expect.element(page.getByRole('link', { name: '拍照上报' }), SOON).toBeVisible();
});

test('the tabs of a reviewer, "today" chosen → the patrol home, and its tab is current', async () => {
  await start('reviewer', '/');
  await vi.waitFor(() => expect(address().path).toBe('/desk'), SOON);
  await userEvent.click(tab('今日'));
  await expect.element(page.getByRole('heading', { name: '今日巡查' }), SOON).toBeVisible();
  await expect.element(page.getByRole('link', { name: '拍照上报' })).toBeVisible();
  expect(tab('今日').element().getAttribute('aria-current')).toBe('page');
});

test('the former address of the dead letters, opened by an admin → the same dead letter at the new address', async () => {
  const letter = `letter=${crypto.randomUUID()}/${'a'.repeat(64)}`;
  await start('admin', `/desk/letters?${letter}`);
  await vi.waitFor(
    () => expect(address()).toEqual({ path: '/admin/dead-letters', query: `?${letter}` }),
    SOON,
  );
  await vi.waitFor(() => expect(document.title).toContain('未能入账'), SOON);
  expect(tab('管理').element().getAttribute('aria-current')).toBe('page');
});

test.each(['/admin/dead-letters', '/desk/letters'])(
  'the dead letters are for admins, %s opened by a reviewer → the desk',
  async (path) => {
    await start('reviewer', path);
    await vi.waitFor(() => expect(address().path).toBe('/desk'), SOON);
    await expect.element(page.getByRole('heading', { name: '审核' }), SOON).toBeVisible();
    await expect.element(page.getByRole('heading', { name: '未能入账' })).not.toBeInTheDocument();
  },
);
