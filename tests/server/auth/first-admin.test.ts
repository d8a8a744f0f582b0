import { DefaultQueryExecutor } from 'kysely';
import { expect, test, vi } from 'vitest';
import { cookiesOf, postSignIn } from '#tests/support/clients/device.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';

const request = (code: string) => ({
  code,
  name: '周主任',
  username: 'zhou.boss',
  password: 'a long password',
  region: '330102',
});

test('[S5] the first admin is created once, with the code from the terminal → 201, then 404', async () => {
  const server = await startTestServer({ isDemoWanted: false });
  const welcome = async () =>
    (await (await fetch(`${server.url}/api/welcome`)).json()) as { needsAdmin: boolean };
  const ask = async (body: object) =>
    (await fetch(`${server.url}/api/first-admin`, { method: 'POST', body: JSON.stringify(body) })).status;
  expect(await welcome()).toMatchObject({ marker: 'grid-patrol', needsAdmin: true });
  const code = server.firstAdminCode ?? '';
  expect(code).toMatch(/^[a-z0-9]{12}$/);
  expect(await ask(request('wrong'))).toBe(403);
  expect(await ask({ ...request(code), password: 'short' })).toBe(400);
  expect(await welcome()).toMatchObject({ needsAdmin: true });
  expect(await ask(request(code))).toBe(201);
  expect(await ask(request(code))).toBe(404);
  expect(await welcome()).toMatchObject({ needsAdmin: false });
  const signedIn = await postSignIn(server.url, 'zhou.boss', 'a long password');
  expect(await signedIn.json()).toMatchObject({
    person: { role: 'admin', region: '330102', scope: ['330102'] },
  });
  await server.end();
});

test('[D7j] the welcome says whether the cookie has a session, no cookie or a forged one → no, signed in → yes', async () => {
  const server = await startTestServer();
  const welcome = async (cookie?: string) =>
    (await (
      await fetch(`${server.url}/api/welcome`, cookie === undefined ? {} : { headers: { cookie } })
    ).json()) as object;
  expect(await welcome()).toMatchObject({ needsAdmin: false, signedIn: false });
  expect(await welcome('grid-patrol.session_token=a.b')).toMatchObject({ signedIn: false });
  const cookie = cookiesOf(await postSignIn(server.url, 'wang', 'xunge-demo'));
  expect(await welcome(cookie)).toMatchObject({ signedIn: true });
  await server.end();
});

test('a server with a demo needs no first admin, request with any code → 404', async () => {
  const server = await startTestServer({ isFirstStart: true });
  expect(server.firstAdminCode).toBeNull();
  const response = await fetch(`${server.url}/api/first-admin`, {
    method: 'POST',
    body: JSON.stringify(request('')),
  });
  expect(response.status).toBe(404);
  await server.end();
});

test('[S5] the code stays valid, writing the first admin failed → the next request succeeds', async () => {
  const server = await startTestServer({ isDemoWanted: false });
  const ask = async () => {
    const body = JSON.stringify(request(server.firstAdminCode ?? ''));
    return (await fetch(`${server.url}/api/first-admin`, { method: 'POST', body })).status;
  };
  const query = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
  query.mockRejectedValueOnce(new Error('the disk is gone'));
  expect(await ask()).toBe(500);
  query.mockRestore();
  expect(await ask()).toBe(201);
  await server.end();
});
