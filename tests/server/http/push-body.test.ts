import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_PUSH_BYTES, MAX_PUSH_INFLATED_BYTES } from '#domain/protocol/push.ts';
import { cutBody } from '#tests/support/link/cut-upload.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let wang: Device;
beforeAll(async () => {
  server = await startTestServer();
  wang = await signIn(server.url, 'wang');
});
afterAll(() => server.end());

const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
  const response = await wang.request('/api/sync/push', { method: 'POST', body, headers });
  const answer = (await response.json()) as { marker: string; error?: string };
  expect(answer.marker).toBe('grid-patrol');
  return [response.status, answer.error];
};
const gzip = { 'content-encoding': 'gzip' };
const pack = (text: string | Uint8Array) => new Uint8Array(gzipSync(text));

test.each([
  ['not JSON', 'hello'],
  ['empty', ''],
  ['cut', '{"protocol":1,"unsent":'],
  ['of another form', '{"events":1}'],
  [
    'with an event that is too long',
    JSON.stringify({ protocol: 1, unsent: 1, events: [{ text: 'x'.repeat(65_537), signature: '' }] }),
  ],
])('[S2] a wrong body is the fault of the client, %s → 400 malformed', async (_, body) => {
  expect(await send(body)).toEqual([400, 'malformed']);
  expect(await send(pack(body), gzip)).toEqual([400, 'malformed']);
});

test('[S2] encodings are checked, invalid UTF-8 or gzip or an unknown encoding → 400 malformed', async () => {
  expect(await send(new Uint8Array([0xff, 0xfe]))).toEqual([400, 'malformed']);
  expect(await send('{}', gzip)).toEqual([400, 'malformed']);
  expect(await send('{}', { 'content-encoding': 'br' })).toEqual([400, 'malformed']);
});

test('[P8b] a push has at most 256 KB on the wire, with or without content-length → 413', async () => {
  expect(await send('x'.repeat(MAX_PUSH_BYTES + 1))).toEqual([413, 'tooLarge']);
  const stream = new ReadableStream({
    start: (controller) => {
      for (let i = 0; i < 40; i++) controller.enqueue(new Uint8Array(10_000));
      controller.close();
    },
  });
  const response = await wang.request('/api/sync/push', {
    method: 'POST',
    body: stream,
    duplex: 'half',
  } as RequestInit);
  expect(response.status).toBe(413);
});

test('[P8e] inflating is limited, small body with a large content → 413', async () => {
  const bomb = pack(new Uint8Array(200 * 1024 * 1024));
  expect(bomb.length).toBeLessThan(MAX_PUSH_BYTES);
  expect(await send(bomb, gzip)).toEqual([413, 'tooLarge']);
  expect(await send(pack(' '.repeat(MAX_PUSH_INFLATED_BYTES + 1)), gzip)).toEqual([413, 'tooLarge']);
});

test('protocol versions are checked, too old → 426 upgradeNeeded', async () => {
  expect(await send(JSON.stringify({ protocol: 0, unsent: 0, events: [] }))).toEqual([426, 'upgradeNeeded']);
});

test('[S2] the unsent count is limited, 1e300 → stored as the largest safe number', async () => {
  expect((await send('{"protocol":1,"unsent":1e300,"events":[]}'))[0]).toBe(200);
});

test('a push may have no events, unsent count only → 200 without verdicts', async () => {
  expect(await wang.pushes()).toEqual([]);
});

test.each([
  '/api/sync/push',
  '/api/photos/have',
  '/api/photos/thumbnails',
  '/api/devices',
  '/api/auth/sign-in/username',
])('[S2] a cut body ends only its request, %s → the server still answers', async (path) => {
  await cutBody(wang, path);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test.each(['/api/devices', '/api/photos/have', '/api/auth/sign-in/username'])(
  '[S2] JSON is checked, malformed JSON to %s → 400',
  async (path) => {
    const response = await wang.request(path, { method: 'POST', body: '{"x":' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'malformed' });
  },
);
