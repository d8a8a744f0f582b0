import { afterAll, beforeAll, expect, test } from 'vitest';
import { postSignIn, signIn, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
beforeAll(async () => {
  server = await startTestServer();
  admin = await signIn(server.url, 'admin');
});
afterAll(() => server.end());

const set = async (person: string, password: string, by = admin) =>
  (
    await by.request('/api/office/passwords', {
      method: 'POST',
      body: JSON.stringify({ person, password }),
    })
  ).status;

test('[A8] the office sets a password → the person’s sessions end, and only the new password works', async () => {
  const wang = await signIn(server.url, 'wang');
  expect(await set(wang.person.id, 'a new password')).toBe(200);
  expect((await wang.request('/api/session')).status).toBe(401);
  expect((await postSignIn(server.url, 'wang', 'xunge-demo')).status).toBe(401);
  expect((await postSignIn(server.url, 'wang', 'a new password')).status).toBe(200);
});

test('a password for a stranger, too short, or by another role → refused', async () => {
  const zhao = await signIn(server.url, 'zhao');
  expect(await set('nobody', 'a new password')).toBe(404);
  expect(await set(zhao.person.id, 'short')).toBe(400);
  expect(await set(zhao.person.id, 'a new password', zhao)).toBe(403);
  expect((await zhao.request('/api/session')).status).toBe(200);
});
