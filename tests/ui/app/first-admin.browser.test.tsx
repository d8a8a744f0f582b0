import { render } from 'solid-js/web';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { err, ok } from '#domain/base/result.ts';
import { SharedDb } from '#storage/databases/shared-db.ts';
import type * as Sync from '#sync/online/session.ts';
import { FirstAdmin } from '#ui/screens/FirstAdmin.tsx';
import { AppContext } from '#ui/state/app/context.ts';
import { openSession } from '#ui/state/app/session.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

const SOON = { timeout: 10_000 };
const server = vi.hoisted(() => ({ createFirstAdmin: vi.fn(), signIn: vi.fn() }));
vi.mock('#sync/online/session.ts', async (original) => ({
  ...(await original<typeof Sync>()),
  arrive: async () => true,
  ...server,
}));

let room: Room;
afterEach(async () => {
  vi.resetAllMocks();
  await room.scrap();
});

const open = async () => {
  room = await openRoom('admin');
  const shared = new SharedDb(`grid-patrol-test-${crypto.randomUUID()}`);
  const session = await openSession(shared, async () => ({
    transport: async () => err('offline' as const),
    newDeviceId: () => 'device',
    deviceLabel: 'test',
  }));
  const root = document.createElement('div');
  document.body.append(root);
  const end = render(
    () => (
      <AppContext.Provider value={{ ...room.app, session }}>
        <FirstAdmin />
      </AppContext.Provider>
    ),
    root,
  );
  onTestFinished(async () => {
    end();
    root.remove();
    await shared.delete();
  });
  const fill = (name: string, value: string) => page.getByRole('textbox', { name }).fill(value);
  await fill('一次性代码', 'ABCD');
  await fill('姓名', '李主任');
  await fill('区县代码', '330199');
  await fill('用户名', 'admin');
  await page.getByLabelText('密码').fill('correct horse');
  return session;
};
const submit = () => userEvent.click(page.getByRole('button', { name: '创建并登录' }));
const says = (words: string) => expect.element(page.getByRole('alert'), SOON).toHaveTextContent(words);

test('[D2] the first admin, the answer to the creation is lost → the next attempt signs in', async () => {
  server.createFirstAdmin.mockResolvedValueOnce(err('timeout')).mockResolvedValue(err('notFound'));
  server.signIn.mockResolvedValueOnce(err('offline'));
  const session = await open();
  server.signIn.mockResolvedValue(ok(room.row));
  await submit();
  await says('可能已经创建好了');
  await submit();
  await vi.waitFor(() => expect(session.me()).toEqual(room.row), SOON);
});

test('the first admin, created but not signed in → a message that says so', async () => {
  server.createFirstAdmin.mockResolvedValue(ok(undefined));
  await open();
  server.signIn.mockResolvedValue(err('offline'));
  await submit();
  await says('管理员已创建');
});

test('the first admin, wrong code → a message', async () => {
  server.createFirstAdmin.mockResolvedValue(err('wrongCredentials'));
  await open();
  server.signIn.mockResolvedValue(err('wrongCredentials'));
  await submit();
  await says('没有创建成功');
});
