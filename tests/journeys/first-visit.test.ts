/** The first visit of a person who is not signed in. */
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { demoAccount, signIn } from '#tests/support/clients/sign-in.ts';
import { axeFaults } from '#tests/support/page/axe.ts';
import { Phone, type PhoneOptions } from '#tests/support/people/phone.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { Product } from '#tests/support/servers/product.ts';

const starts = async (options: Parameters<typeof Product.start>[0] = {}): Promise<Product> => {
  const product = await Product.start(options);
  onTestFinished(async () => {
    await product.stop();
    await product.removeData();
  });
  return product;
};

const unpacks = async (options: PhoneOptions): Promise<Phone> => {
  const phone = await Phone.unpack(options);
  onTestFinished(() => phone.scrap());
  await phone.start();
  return phone;
};

/** What a visitor sees in the console, and requests that failed without a line there. */
const complaintsOf = ({ page }: Phone): readonly string[] => {
  const complaints: string[] = [];
  page.on('console', (line) => {
    if (['error', 'warning'].includes(line.type())) complaints.push(`${line.text()} ${line.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (it) => complaints.push(`${it.failure()?.errorText} ${it.url()}`));
  page.on('response', (it) => {
    if (it.status() >= 400) complaints.push(`${it.status()} ${it.url()}`);
  });
  return complaints;
};

/** The service worker has stored the app, and the page has asked the server all that it asks. */
const settles = async ({ page }: Phone): Promise<void> => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.waitForLoadState('networkidle');
};

/** A server with a demo, for all visits that change nothing on it. */
let visited: Product;
beforeAll(async () => {
  visited = await Product.start({ isCopy: true });
});
afterAll(async () => {
  await visited?.stop();
  await visited?.removeData();
});

test.each((['zh-CN', 'en-US'] as const).slice(0, isFullRun ? 2 : 1))(
  '[D7j] a first visit in %s, nobody signed in → nothing in the console, no request fails',
  async (locale) => {
    const phone = await unpacks({ url: visited.url, locale });
    const complaints = complaintsOf(phone);
    const welcome = phone.page.waitForResponse('**/api/welcome');
    await phone.page.goto('/');
    await phone.page.getByRole('button', { name: locale === 'zh-CN' ? '登录' : 'Sign in' }).waitFor();
    await welcome;
    await settles(phone);
    // The icons and the manifest are requested by the browser itself, not by the page.
    const named = await phone.page.$$eval('link[href]', (links) =>
      links.map((it) => (it as HTMLLinkElement).href),
    );
    for (const url of named) expect((await fetch(url)).status, url).toBe(200);
    expect(complaints).toEqual([]);
  },
);

test('a first visit over plain HTTP on the local network → a notice on the page, nothing in the console', async () => {
  // A name that is not localhost: not a secure context.
  const flags = ['--host-resolver-rules=MAP field.test 127.0.0.1'];
  const phone = await unpacks({ url: `http://field.test:${visited.port}`, flags });
  const complaints = complaintsOf(phone);
  await phone.page.goto('/');
  await phone.page.getByText('当前网址不是 HTTPS').waitFor();
  await phone.page.waitForLoadState('networkidle');
  expect(complaints).toEqual([]);
});

test('[D7j] a first visit to an empty server → the page for the first admin, nothing in the console', async () => {
  const product = await starts({ args: ['--no-demo'] });
  const phone = await unpacks({ url: product.url });
  const complaints = complaintsOf(phone);
  await phone.page.goto('/');
  await phone.page.getByRole('heading', { name: '创建第一位管理员' }).waitFor();
  await settles(phone);
  expect(complaints).toEqual([]);
});

test('a first visit, the server answers no request of the API → the sign-in is there', async () => {
  const { page } = await unpacks({ url: visited.url });
  await page.route('**/api/**', () => undefined);
  const welcome = page.waitForRequest('**/api/welcome');
  await page.goto('/');
  await page.getByRole('button', { name: '登录' }).waitFor();
  await welcome;
});

test('a first visit, the script of the sign-in is on its way → nothing else is requested until it is there', async () => {
  const { page } = await unpacks({ url: visited.url });
  const asked: string[] = [];
  page.on('request', (it) => asked.push(new URL(it.url()).pathname));
  const others = () => asked.filter((path) => /\/api\/|\/assets\/(Capture|Outbox|session)|sw\.js/.test(path));
  const isScript = (url: URL) => url.pathname.includes('/sign-in-screen') && url.pathname.endsWith('.js');
  let arrive = (): void => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(isScript, async (route) => {
    await arrived;
    await route.continue();
  });
  const script = page.waitForRequest((it) => isScript(new URL(it.url())));
  await page.goto('/', { waitUntil: 'commit' });
  await script;
  await page.waitForTimeout(500);
  expect(others()).toEqual([]);
  arrive();
  await page.getByRole('button', { name: '登录' }).waitFor();
  await eventually(
    async () => others(),
    (paths) => paths.includes('/api/welcome'),
    10_000,
  );
});

/** Forwards to the product, as a proxy that gives the server another host. */
const opensProxy = async (product: () => Product): Promise<{ url: string }> => {
  const proxy: Server = createServer((incoming, answer) => {
    const { port } = product();
    const headers = { ...incoming.headers, host: `127.0.0.1:${port}` };
    const { method, url: path } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  return { url: `http://localhost:${(proxy.address() as AddressInfo).port}` };
};

test('[S11a] [S11b] a proxy that changes the host → the sign-in names both addresses, the log one variable; with it the sign-in works', async () => {
  let product = await starts({ isCopy: true });
  const { url } = await opensProxy(() => product);
  const account = demoAccount(product.output, 'patroller');
  const phone = await unpacks({ url });
  await phone.page.goto('/');
  const fault = phone.page.getByRole('alert').filter({ hasText: '不是服务器认可的网址' });
  for (let attempt = 0; attempt < 2; attempt++) {
    await signIn(phone.page, account);
    await fault.waitFor();
  }
  const expected = `http://127.0.0.1:${product.port}`;
  expect(await fault.innerText()).toContain(`当前网址 ${url} 不是服务器认可的网址 ${expected}`);
  await eventually(
    async () => product.output.split(`set PUBLIC_URL=${url}`).length - 1,
    (count) => count === 1,
    5_000,
  );
  const { dataDir } = product;
  await product.stop();
  product = await starts({ dataDir, env: { PUBLIC_URL: url } });
  await signIn(phone.page, account);
  await phone.page.getByRole('link', { name: '拍照上报' }).waitFor();
});

test('[S11a] the page for the first admin behind such a proxy → names both addresses, does not blame the code', async () => {
  const product = await starts({ args: ['--no-demo'] });
  const { url } = await opensProxy(() => product);
  const { page } = await unpacks({ url });
  await page.goto('/');
  await page.getByLabel('一次性代码').fill('abcdefghjkmn');
  await page.getByLabel('姓名').fill('李主任');
  await page.getByLabel('区县代码').fill('330199');
  await page.getByLabel('用户名').fill('admin');
  await page.getByLabel('密码').fill('correct horse');
  await page.getByRole('button', { name: '创建并登录' }).click();
  const fault = page.getByRole('alert').filter({ hasText: '不是服务器认可的网址' });
  await fault.waitFor();
  expect(await fault.innerText()).toContain(url);
});

test('a browser that cannot run the script → the page names the oldest versions; one that can → it does not', async () => {
  const { page } = await unpacks({ url: visited.url });
  const notice = page.getByText('Chrome or Edge 108');
  await page.goto('/');
  await page.getByRole('button', { name: '登录' }).waitFor();
  expect(await notice.isVisible()).toBe(false);
  await page.unrouteAll();
  // As an old browser: an unknown selector, and a script that it cannot read.
  await page.context().route('**/*', async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path.includes('/assets/shell') && path.endsWith('.js'))
      return route.fulfill({ contentType: 'text/javascript', body: 'class {' });
    if (!path.includes('.')) {
      const answer = await route.fetch();
      return route.fulfill({
        response: answer,
        body: (await answer.text()).replace('selector(:has(*))', 'selector(:later(*))'),
      });
    }
    return route.continue();
  });
  await page.evaluate(async () => {
    for (const it of await navigator.serviceWorker.getRegistrations()) await it.unregister();
  });
  await page.goto('/');
  await notice.waitFor();
});

test('accessibility, the sign-in of an old browser inside WeChat, light and dark → axe finds no fault', async () => {
  const flags = ['--user-agent=Mozilla/5.0 (Linux; Android 10; wv) Chrome/100.0 MicroMessenger/8.0.50'];
  const { page } = await unpacks({ url: visited.url, flags, viewport: { width: 360, height: 800 } });
  await page.addInitScript(() => {
    delete (globalThis as { OffscreenCanvas?: unknown }).OffscreenCanvas;
  });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/');
    await page.getByText('请不要在微信里登录').waitFor();
    await page.getByText('这个浏览器太旧，拍照').waitFor();
    expect(await axeFaults(page, { enhanced: false }), colorScheme).toEqual([]);
  }
});
