import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { DEVICE_HEADER, PERSON_HEADER } from '#domain/protocol/version.ts';
import { openStore } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { cookiesOf, postSignIn, signIn } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

const post = (path: string, headers: Record<string, string>, body = '{}') =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

test('[S3a] the session cookie is safe, sign-in → HttpOnly, SameSite=Lax, 90 days, token not in the body', async () => {
  const response = await postSignIn(server.url, 'wang', 'xunge-demo');
  expect(response.status).toBe(200);
  const cookies = response.headers.getSetCookie();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatch(/; HttpOnly/i);
  expect(cookies[0]).toMatch(/; SameSite=Lax/i);
  expect(cookies[0]).toMatch(/; Max-Age=7776000/i);
  expect(cookies[0]).not.toMatch(/; Secure/i);
  const token = decodeURIComponent(cookiesOf(response).split('=')[1]!).split('.')[0]!;
  const body = await response.text();
  expect(body).not.toContain(token);
  expect(JSON.parse(body)).toMatchObject({
    marker: 'grid-patrol',
    person: { name: '王强', role: 'patroller' },
  });
});

test('[S3c] a session is never rotated, requests → no new cookie, same session row', async () => {
  const wang = await signIn(server.url, 'wang');
  const store = await openStore(await databaseOf(server.dataDir));
  const sessions = async () =>
    (await sql`select * from session where "userId" = ${wang.person.id} order by id`.execute(store.read))
      .rows;
  const before = await sessions();
  for (const path of ['/api/session', '/api/sync/pull']) {
    const response = await wang.request(path);
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toEqual([]);
  }
  expect(await sessions()).toEqual(before);
  await store.close();
});

test('an HTTPS address makes the cookie Secure, sign-in → __Secure- cookie', async () => {
  const secure = await startTestServer({ publicUrl: 'https://patrol.example.org' });
  const cookies = (await postSignIn(secure.url, 'wang', 'xunge-demo')).headers.getSetCookie();
  expect(cookies[0]).toMatch(/^__Secure-.*; Secure/i);
  await secure.end();
});

test('a sign-in reveals no names, wrong password or unknown name → same answer', async () => {
  const wrong = await postSignIn(server.url, 'wang', 'not-this-one');
  const unknown = await postSignIn(server.url, 'nobody', 'not-this-one');
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  const answers = [await wrong.json(), await unknown.json()].map(({ error, message }) => ({
    error,
    message,
  }));
  expect(answers[0]).toEqual(answers[1]);
});

test('there is no sign-up, routes of better-auth → 404', async () => {
  const body = JSON.stringify({
    name: 'x',
    email: 'x@example.org',
    username: 'mallory',
    password: 'long enough',
  });
  expect((await post('/api/auth/sign-up/email', {}, body)).status).toBe(404);
  expect((await post('/api/auth/is-username-available', {}, '{"username":"wang"}')).status).toBe(404);
});

test('[S3b] a session ends on the server, sign-out → 401 with the old cookie', async () => {
  const wang = await signIn(server.url, 'wang');
  expect((await post('/api/auth/sign-out', { cookie: wang.cookie })).status).toBe(200);
  const response = await wang.request('/api/session');
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ marker: 'grid-patrol', error: 'notSignedIn' });
});

test('[S3b] every request checks the session, revoked or expired or forged cookie → 401', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.end());
  // A signature with a slash: base64 and base64url write it differently.
  let phone = await signIn(server.url, 'wang');
  while (!phone.cookie.includes('%2F')) phone = await signIn(server.url, 'wang');
  const ask = async (cookie = phone.cookie) =>
    (await phone.request('/api/sync/pull', { headers: { cookie } })).status;
  const store = await openStore(await databaseOf(server.dataDir));
  onTestFinished(() => store.close());
  expect(await ask()).toBe(200);
  const [name, value = ''] = phone.cookie.split('=');
  const [token = '', signature = ''] = decodeURIComponent(value).split('.');
  for (const forged of [
    token,
    `${token}.`,
    `${token}.${signature.replace(/^./, '_')}`,
    `${token}.${signature.replaceAll('/', '_')}`,
    `${token}.${signature.replace('=', '')}`,
    `x${token}.${signature}`,
  ])
    expect(await ask(`${name}=${encodeURIComponent(forged)}`)).toBe(401);
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
  await sql`update session set "expiresAt" = ${inAnHour}`.execute(store.write);
  expect(await ask()).toBe(200);
  await sql`update session set "expiresAt" = ${anHourAgo}`.execute(store.write);
  expect(await ask()).toBe(401);
  const again = await signIn(server.url, 'zhao');
  expect((await again.request('/api/sync/pull')).status).toBe(200);
  await sql`delete from session`.execute(store.write);
  expect((await again.request('/api/sync/pull')).status).toBe(401);
});

test('sign-out always succeeds, no session → 200', async () => {
  expect((await post('/api/auth/sign-out', {})).status).toBe(200);
  expect((await post('/api/auth/sign-out', { cookie: 'grid-patrol.session_token=rubbish' })).status).toBe(
    200,
  );
  expect(
    (await fetch(`${server.url}/api/session`, { headers: { cookie: 'grid-patrol.session_token=a.b' } }))
      .status,
  ).toBe(401);
});

test('[S3d] [S4] only own pages may write, same origin by any host name → 200, another site → 403', async () => {
  const body = JSON.stringify({ username: 'wang', password: 'xunge-demo' });
  const from = (origin: string, more = {}) => post('/api/auth/sign-in/username', { origin, ...more }, body);
  const own = `http://127.0.0.1:${server.port}`;
  expect((await from(`http://localhost:${server.port}`)).status).toBe(200);
  const direct = await fetch(`${own}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { origin: own, 'sec-fetch-site': 'same-origin' },
    body,
  });
  expect(direct.status).toBe(200);
  for (const origin of ['https://evil.example', 'null', `http://localhost:${server.port + 1}`])
    expect((await from(origin)).status).toBe(403);
  expect((await post('/api/auth/sign-in/username', { 'sec-fetch-site': 'cross-site' }, body)).status).toBe(
    403,
  );
});

test('[S4] trusted origins may write, origin of the proxy → 200', async () => {
  const proxied = await startTestServer({ trustedOrigins: ['https://patrol.example.org'] });
  const body = JSON.stringify({ username: 'wang', password: 'xunge-demo' });
  const response = await fetch(`${proxied.url}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { origin: 'https://patrol.example.org' },
    body,
  });
  expect(response.status).toBe(200);
  await proxied.end();
});

test('failed sign-ins are limited, thirty guesses → 429, correct sign-ins of others → 200', async () => {
  const own = await startTestServer();
  for (let i = 0; i < 12; i++) expect((await postSignIn(own.url, 'zhao', 'xunge-demo')).status).toBe(200);
  const guesses = await Promise.all(
    Array.from({ length: 30 }, (_, i) => postSignIn(own.url, 'wang', `guess ${i}`)),
  );
  const checked = guesses.filter((guess) => guess.status === 401).length;
  expect(checked).toBeGreaterThanOrEqual(10);
  expect(checked).toBeLessThan(14);
  expect((await postSignIn(own.url, 'wang', 'xunge-demo')).status).toBe(429);
  expect((await postSignIn(own.url, 'zhao', 'xunge-demo')).status).toBe(200);
  await own.end();
});

const syncRequests = [
  ['GET', '/api/sync/pull'],
  ['POST', '/api/sync/push'],
  ['POST', '/api/photos/have'],
  ['POST', '/api/photos/thumbnails'],
  ['PUT', `/api/photos/${'a'.repeat(64)}`],
  ['PATCH', `/api/photos/${'a'.repeat(64)}`],
] as const;

test.each(syncRequests)(
  '[P9a] sync requests need cookie, person and device, %s %s → 401 otherwise',
  async (method, path) => {
    const wang = await signIn(server.url, 'wang');
    const zhao = await signIn(server.url, 'zhao');
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${server.url}${path}`, { method, headers });
      return [response.status, ((await response.json()) as { error: string }).error];
    };
    expect(await ask({ ...wang.headers(), cookie: '' })).toEqual([401, 'notSignedIn']);
    expect(await ask({ ...wang.headers(), cookie: zhao.cookie })).toEqual([401, 'otherPerson']);
    expect(await ask({ cookie: wang.cookie })).toEqual([401, 'otherPerson']);
    expect(await ask({ ...wang.headers(), [DEVICE_HEADER]: zhao.id })).toEqual([401, 'unknownDevice']);
    expect(await ask({ cookie: wang.cookie, [PERSON_HEADER]: wang.person.id })).toEqual([
      401,
      'unknownDevice',
    ]);
  },
);

test('[P9a] the cookie must match the person, push with the cookie of another person → 401, nothing stored', async () => {
  const wang = await signIn(server.url, 'wang');
  const zhao = await signIn(server.url, 'zhao');
  const report = await wang.reports();
  const body = JSON.stringify({
    protocol: 1,
    unsent: 1,
    events: [{ text: report.text, signature: report.signature }],
  });
  const response = await fetch(`${server.url}/api/sync/push`, {
    method: 'POST',
    headers: { ...wang.headers(), cookie: zhao.cookie },
    body,
  });
  expect(response.status).toBe(401);
  expect(await wang.push(report)).toMatchObject({ verdict: 'applied', duplicate: false });
});

test('a device has one key and one person, enrolled again → 200, other key or person → refused', async () => {
  const wang = await signIn(server.url, 'wang');
  const zhao = await signIn(server.url, 'zhao');
  const { publicKey } = await import('node:crypto').then(({ generateKeyPairSync }) =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  );
  const { x, y } = publicKey.export({ format: 'jwk' });
  const device = { id: 'shared-phone', label: 'phone', publicKey: { kty: 'EC', crv: 'P-256', x, y } };
  const enrol = async (cookie: string, changes = {}) =>
    (await post('/api/devices', { cookie }, JSON.stringify({ ...device, ...changes }))).status;
  expect(await enrol(wang.cookie)).toBe(200);
  expect(await enrol(wang.cookie)).toBe(200);
  expect(await enrol(wang.cookie, { publicKey: { ...device.publicKey, x: y, y: x } })).toBe(400);
  expect(await enrol(zhao.cookie)).toBe(409);
  expect(await enrol('')).toBe(401);
});
