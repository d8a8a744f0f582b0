/** The screen that enrols a phone, with a server of the test. */
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { err, ok } from '#domain/base/result.ts';
import { MARKER } from '#domain/protocol/version.ts';
import { createInstaller } from '#device/install.ts';
import { forgetPendingEnrolment } from '#storage/person/pending-enrolment.ts';
import type { SignedInRow } from '#storage/databases/shared-db.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { Join } from '#ui/screens/join/Join.tsx';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15';
const safari = `${iphone} Version/18.0 Mobile/15E148 Safari/604.1`;
const wechat = `${iphone} Mobile/15E148 MicroMessenger/8.0.50`;
const CODE = 'K7Q3M9XD';

const look = {
  office: { zh: '运河区网格办', en: 'Canal District Office' },
  role: 'patroller',
  scope: ['330199'],
  person: 'sun',
  name: '孙伟',
  username: null as string | null,
  needsPassword: true,
};
const sun = { id: 'sun', name: '孙伟', role: 'patroller', region: '330199', scope: ['330199'] };

type Taken = {
  readonly code: string;
  readonly device: { readonly id: string };
  readonly [field: string]: unknown;
};
type Answer = { readonly status: number; readonly body: object } | 'lost';

let room: Room;
const original = location.href;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(async () => {
  vi.restoreAllMocks();
  history.replaceState(null, '', original);
  await room.scrap();
  await forgetPendingEnrolment();
});

/** Shows the screen at /join, on a phone with the signed-in person or with nobody. */
const show = async (
  hash: string,
  { signedIn = false, lookAnswer = { status: 200, body: look } as Answer, takes = [] as Answer[] } = {},
) => {
  const taken: Taken[] = [];
  const looked: string[] = [];
  const answerOf = (answer: Answer) =>
    answer === 'lost'
      ? err('timeout' as const)
      : ok({
          status: answer.status,
          header: () => null,
          bytes: new TextEncoder().encode(
            JSON.stringify({ marker: MARKER, serverTime: Date.now(), ...answer.body }),
          ).buffer,
        });
  const transport: Transport = async ({ path, body }) => {
    const request = JSON.parse(String(body)) as Taken;
    if (path === '/api/enrolment/look') {
      looked.push(request.code);
      return answerOf(lookAnswer);
    }
    taken.push(request);
    const done = { status: 200, body: { person: sun, device: request.device.id, lost: null } };
    return answerOf(takes.shift() ?? done);
  };
  history.replaceState(null, '', `/join${hash}`);
  const me: SignedInRow | null = signedIn ? room.row : null;
  Object.assign(room.app, { installer: createInstaller() });
  Object.assign(room.app.session, {
    me: () => me,
    deps: async () => ({
      shared: room.shared,
      transport,
      newDeviceId: () => crypto.randomUUID(),
      deviceLabel: 'test',
    }),
  });
  room.show(() => <Join />);
  return { taken, looked };
};
const callsItself = (userAgent: string) => vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent);
const field = (name: RegExp | string) => page.getByLabelText(name);
const button = (name: RegExp | string) => page.getByRole('button', { name });
const fillIn = async (username = 'SUN.wei') => {
  await field('用户名').fill(username);
  await field(/密码/).fill('a long password');
};

test('[N8a] a link → name and office; the code is neither in the address nor one step back', async () => {
  const { looked, taken } = await show(`#${CODE}`);
  await expect.element(page.getByText('孙伟')).toBeVisible();
  await expect.element(page.getByText(/运河区网格办/)).toBeVisible();
  await expect.element(page.getByText(/不是你/)).toBeVisible();
  expect(location.href).not.toContain(CODE);
  expect(location.pathname).toBe('/join');
  expect([looked, taken]).toEqual([[CODE], []]);
});

test('a typed code, lower case and spaced → looked at; a wrong length → words, no request', async () => {
  const { looked } = await show('');
  await field('登记码').fill('k7q3');
  await userEvent.click(button('下一步'));
  await expect.element(page.getByRole('alert')).toHaveTextContent('8 位字母和数字');
  await field('登记码').fill(' ｋ7q3 m9xd');
  await userEvent.click(button('下一步'));
  await expect.element(page.getByText('孙伟')).toBeVisible();
  expect(looked).toEqual([CODE]);
});

test.each([
  ['codeUsed', 410, '已经用过'],
  ['codeExpired', 410, '已经过期'],
  ['codeUnknown', 404, '没有这个登记码'],
  ['busy', 429, '试错次数太多'],
])('a code is refused as %s → what it means and what to do', async (error, status, words) => {
  await show(`#${CODE}`, { lookAnswer: { status, body: { error, message: '' } } });
  await expect.element(page.getByRole('alert')).toHaveTextContent(words);
  await expect.element(field('登记码')).toHaveValue('K7Q3-M9XD');
});

test('the confirmation → the folded user name and the password are sent, and the person is the current one', async () => {
  const { taken } = await show(`#${CODE}`);
  await expect.element(page.getByText('孙伟')).toBeVisible();
  await fillIn('ＳＵＮ.wei');
  await userEvent.click(button('确认，登记这部手机'));
  await vi.waitFor(() => expect(location.pathname).toBe('/'));
  expect(taken).toEqual([
    expect.objectContaining({ code: CODE, username: 'sun.wei', password: 'a long password' }),
  ]);
  expect(await room.shared.signedIn.get('sun')).toMatchObject({
    device: taken[0]!.device.id,
    person: { name: '孙伟' },
  });
});

test('[N8c] the answer is lost → the next try names the same device, also after the page was killed', async () => {
  const { taken } = await show(`#${CODE}`, { takes: ['lost', 'lost'] });
  await expect.element(page.getByText('孙伟')).toBeVisible();
  await fillIn();
  await userEvent.click(button('确认，登记这部手机'));
  await expect.element(page.getByRole('alert')).toHaveTextContent('登记码不会用两次');
  await expect.element(field('用户名')).toHaveAttribute('readonly');
  await userEvent.click(button('再试一次'));
  await vi.waitFor(() => expect(taken).toHaveLength(2));
  await room.leave();
  const after = await show('');
  await expect.element(page.getByText('上次登记没有等到服务器的回答')).toBeVisible();
  await expect.element(field('用户名')).toHaveValue('sun.wei');
  await field(/密码/).fill('a long password');
  await userEvent.click(button('再试一次'));
  await vi.waitFor(() => expect(location.pathname).toBe('/'));
  const devices = [...taken, ...after.taken].map(({ device }) => device);
  expect(devices).toHaveLength(3);
  expect(devices[1]).toEqual(devices[0]);
  expect(devices[2]).toEqual(devices[0]);
  expect(after.looked).toEqual([]);
});

test('the user name is taken → words, and another name may be sent', async () => {
  const { taken } = await show(`#${CODE}`, {
    takes: [{ status: 409, body: { error: 'userNameTaken', message: '' } }],
  });
  await expect.element(page.getByText('孙伟')).toBeVisible();
  await fillIn();
  await userEvent.click(button('确认，登记这部手机'));
  await expect.element(page.getByRole('alert')).toHaveTextContent('用户名已有人用');
  await fillIn('sun.wei2');
  await userEvent.click(button('确认，登记这部手机'));
  await vi.waitFor(() => expect(taken.at(-1)).toMatchObject({ username: 'sun.wei2' }));
});

test('a link for observers → asks name and phone number, no password', async () => {
  const observer = { ...look, role: 'observer', person: null, name: null, needsPassword: false };
  const { taken } = await show(`#${CODE}`, { lookAnswer: { status: 200, body: observer } });
  await field('姓名').fill('周琳');
  await field('手机号').fill('no number');
  await userEvent.click(button('确认，登记这部手机'));
  await expect.element(page.getByRole('alert')).toHaveTextContent('请填写手机号');
  expect(page.getByLabelText(/密码/).elements()).toEqual([]);
  await field('手机号').fill('138 0000-0000');
  await userEvent.click(button('确认，登记这部手机'));
  await vi.waitFor(() => expect(taken).toHaveLength(1));
  expect(taken[0]).toMatchObject({ name: '周琳', phone: '13800000000' });
});

test('[N8b] inside WeChat → how to open the browser, with the code still in the address; nothing is asked', async () => {
  callsItself(wechat);
  const { looked } = await show(`#${CODE}`);
  await expect.element(page.getByRole('heading', { name: '请不要在微信里登记' })).toBeVisible();
  await expect.element(page.getByText(new RegExp(`/join#${CODE}`))).toBeVisible();
  expect([looked, location.hash]).toEqual([[], `#${CODE}`]);
  await userEvent.click(button('仍然在这里登记'));
  await expect.element(page.getByText('孙伟')).toBeVisible();
  expect(location.hash).toBe('');
});

test('[N8b] in a tab of an iPhone → install first, with the code to type there; an installed app goes on', async () => {
  callsItself(safari);
  const { looked } = await show(`#${CODE}`);
  await expect.element(page.getByRole('heading', { name: '先把巡格装到主屏幕' })).toBeVisible();
  await expect.element(page.getByText('K7Q3-M9XD')).toBeVisible();
  expect(looked).toEqual([]);
  await room.leave();
  Object.defineProperty(navigator, 'standalone', { value: true, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'standalone'));
  await show(`#${CODE}`);
  await expect.element(page.getByText('孙伟')).toBeVisible();
});

test('[N8d] another person is signed in → who it is, that their work stays, and after the enrolment it is still there', async () => {
  await show(`#${CODE}`, { signedIn: true });
  const notice = page.getByRole('status').filter({ hasText: '现在登录的是' });
  await expect.element(notice).toHaveTextContent('王强');
  await expect.element(notice).toHaveTextContent('都留在这部手机上');
  await room.shared.signedIn.put(room.row);
  await fillIn();
  await userEvent.click(button('确认，登记这部手机'));
  await vi.waitFor(async () => expect(await room.shared.signedIn.count()).toBe(2));
  expect(await room.shared.signedIn.get(room.row.id)).toMatchObject({ device: room.row.device });
});

test('the password → hidden, shown at a tap', async () => {
  await show(`#${CODE}`);
  await expect.element(field(/^密码/)).toHaveAttribute('type', 'password');
  await userEvent.click(button('显示'));
  await expect.element(field(/^密码/)).toHaveAttribute('type', 'text');
});
