/** What the app says about the browser: too old, inside another app, or with a storage that an installed app lacks. */
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { createInstaller } from '#device/install.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { SignIn } from '#ui/screens/SignIn.tsx';
import { Me } from '#ui/screens/Me.tsx';
import { Outbox } from '#ui/screens/outbox/Outbox.tsx';
import { Today } from '#ui/screens/Today.tsx';
import { setLanguage } from '#ui/i18n/messages.ts';
import { writeDraft } from '#storage/outbox/drafts.ts';
import { draftOf, foldOf, newPhone, pullPage, report } from '#tests/storage/samples.ts';
import { phoneOf, settle } from '#tests/ui/harness/harness-phone.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

let room: Room;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await setLanguage('zh');
  await room.scrap();
});

const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15';
const safari = `${iphone} Version/18.0 Mobile/15E148 Safari/604.1`;
const wechat = `${iphone} Mobile/15E148 MicroMessenger/8.0.50`;
const callsItself = (userAgent: string) => vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent);

const showMe = () => {
  Object.assign(room.app, { installer: createInstaller() });
  room.show(() => <Me />);
};
const storage = () => page.getByRole('region', { name: /本机存储|Storage on this phone/ });
const notice = (words: string) => page.getByRole('status').filter({ hasText: words });

test('the sign-in, a browser of today → no notice', async () => {
  room.show(() => <SignIn />);
  await expect.element(page.getByRole('button', { name: '登录' })).toBeVisible();
  expect(page.getByRole('status').elements()).toEqual([]);
});

test('the sign-in, a browser without OffscreenCanvas → names the oldest versions before anything is typed', async () => {
  vi.stubGlobal('OffscreenCanvas', undefined);
  room.show(() => <SignIn />);
  await expect
    .element(notice('这个浏览器太旧'))
    .toHaveTextContent('Chrome 或 Edge 108、Safari（iOS）16.4、Firefox 121');
  await setLanguage('en');
  await expect
    .element(notice('This browser is too old'))
    .toHaveTextContent('Chrome or Edge 108, Safari (iOS) 16.4');
});

test('the sign-in, a browser that lacks only what the desk needs → says that reports work', async () => {
  const { popover } = Object.getOwnPropertyDescriptors(HTMLElement.prototype);
  onTestFinished(() => void Object.defineProperty(HTMLElement.prototype, 'popover', popover));
  delete (HTMLElement.prototype as { popover?: unknown }).popover;
  room.show(() => <SignIn />);
  await expect
    .element(notice('用不了审核台'))
    .toHaveTextContent('Chrome 或 Edge 114、Safari（iOS）17、Firefox 125');
});

test('the sign-in inside WeChat → says how to open the browser, with the address; also to the first admin', async () => {
  callsItself(wechat);
  let needsAdmin = false;
  Object.assign(room.app.session, { needsAdmin: () => needsAdmin });
  room.show(() => <SignIn />);
  const open = notice('请不要在微信里登录');
  await expect.element(open).toHaveTextContent('选「在浏览器打开」');
  await expect.element(open).toHaveTextContent(location.origin);
  await room.leave();
  needsAdmin = true;
  room.show(() => <SignIn />);
  await expect.element(page.getByRole('heading', { name: '创建第一位管理员' })).toBeVisible();
  await expect.element(open).toHaveTextContent('选「在浏览器打开」');
});

test('the sign-in inside WeChat, something unsent there → says to sign in and send first', async () => {
  callsItself(wechat);
  await report(phoneOf(room));
  room.show(() => <SignIn />);
  await expect.element(notice('微信里还有 1 份没有送达')).toHaveTextContent('先在这里登录');
  expect(notice('选「在浏览器打开」').elements()).toEqual([]);
});

test('a tab on the iPhone, nothing waits → how to add to the home screen', async () => {
  callsItself(safari);
  showMe();
  await expect.element(storage()).toHaveTextContent('添加到主屏幕');
  await expect.element(storage()).not.toHaveTextContent('先发送');
});

test('a tab on the iPhone, a report is unsent → send first, then add to the home screen; all sent → how to add', async () => {
  callsItself(safari);
  const { row } = await report(phoneOf(room));
  showMe();
  await expect.element(storage()).toHaveTextContent('先发送，再添加到主屏幕');
  await expect.element(storage()).not.toHaveTextContent('点“分享”');
  await settle(phoneOf(room), row, 'applied');
  await expect.element(storage()).toHaveTextContent('点“分享”');
});

test.each([
  ['an unfinished draft', async () => writeDraft(room.db, draftOf())],
  [
    'a rejected report',
    async () => {
      const { row } = await report(phoneOf(room));
      await settle(phoneOf(room), row, 'rejected', 'outOfScope');
    },
  ],
  [
    'a photo whose text has arrived',
    async () => settle(phoneOf(room), (await report(phoneOf(room), 1)).row, 'applied'),
  ],
])('a tab on the iPhone, %s waits → send first', async (_, prepare) => {
  callsItself(safari);
  await prepare();
  showMe();
  await expect.element(storage()).toHaveTextContent('先发送，再添加到主屏幕');
});

test('a tab on the iPhone, another person has something unsent → send first', async () => {
  callsItself(safari);
  const other = await newPhone();
  await report(other);
  Object.assign(room.app.session, { known: () => [room.row, other.signedIn] });
  showMe();
  await expect.element(storage()).toHaveTextContent('先发送，再添加到主屏幕');
});

test('inside WeChat → Me says how to open the browser; something unsent → to send first', async () => {
  callsItself(wechat);
  showMe();
  await expect.element(storage()).toHaveTextContent('这是微信里的页面，不能安装');
  await report(phoneOf(room));
  await expect.element(storage()).toHaveTextContent('先发送，再换到浏览器');
});

test('a second device of the person → the home and the outbox say which photos the first still has to send', async () => {
  const phone = phoneOf(room);
  const first = { ...(await newPhone()), by: phone.by };
  const signedIn = { ...first.signedIn, id: room.row.id, person: room.row.person };
  const author = (now = Date.now()) => ({ ...first.author(now), signedIn });
  const { row, photos } = await report({ ...first, signedIn, author }, 2);
  const subject = foldOf([row.event], phone.by, Date.now());
  room.show(() => <Today />);
  await expect.element(page.getByText('全部已送达')).toBeVisible();
  await applyPullPage(room.db, pullPage({ subjects: [{ seq: 1, subject, stored: {} }] }));
  const says = notice('用另一部手机或浏览器上报的 1 件，还有 2 张照片没送到');
  await expect.element(says).toHaveTextContent('那边连文字都没送出的上报，这里看不到');
  await room.leave();
  room.show(() => <Outbox />);
  await expect.element(says).toBeVisible();
  await expect.element(page.getByText('这部手机上没有等待发送的内容')).toBeVisible();
  await expect.element(page.getByRole('button', { name: '立即发送' })).not.toBeInTheDocument();
  const stored = Object.fromEntries(photos.map(({ sha256 }) => [sha256, 'complete' as const]));
  await applyPullPage(room.db, pullPage({ subjects: [{ seq: 2, subject, stored }], cursor: 'c2' }));
  await expect.poll(() => says.elements()).toEqual([]);
});
