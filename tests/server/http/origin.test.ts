import { Hono } from 'hono';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sameOriginOnly } from '#server/http/base/origin.ts';
import type { Env, Services } from '#server/http/base/services.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';

const credentials = JSON.stringify({ username: 'wang', password: 'xunge-demo' });
/** Pages whose proxy changes the host: another name, port or scheme. `behind` is what the server expects. */
const rewritten = [
  ['no PUBLIC_URL', 'https://patrol.example.org', null],
  ['another port', 'https://localhost:8443', null],
  ['a PUBLIC_URL with another name', 'https://new.example.org', 'https://patrol.example.org'],
  ['a PUBLIC_URL with another scheme', 'https://patrol.example.org', 'http://patrol.example.org'],
  ['a PUBLIC_URL with another port', 'https://patrol.example.org:8443', 'https://patrol.example.org'],
] as const;

test.each(rewritten)(
  '[S11a] a proxy changes the host, %s → sign-in, first admin and push name the expected address',
  async (_, origin, publicUrl) => {
    const trustedOrigins = publicUrl === null ? [] : [publicUrl];
    const proxied = await startTestServer({ publicUrl, trustedOrigins });
    onTestFinished(() => proxied.end());
    for (const path of ['/api/auth/sign-in/username', '/api/first-admin', '/api/sync/push'])
      for (const headers of [{ origin }, { origin, 'sec-fetch-site': 'same-origin' }] as Record<
        string,
        string
      >[]) {
        const answer = await fetch(`${proxied.url}${path}`, { method: 'POST', headers, body: credentials });
        expect(answer.status).toBe(403);
        expect(await answer.json()).toMatchObject({
          marker: 'grid-patrol',
          error: 'wrongAddress',
          expected: publicUrl ?? `http://localhost:${proxied.port}`,
        });
      }
  },
);

test('[S11a] a page that the browser calls another site, or without an address → notPermitted, no address named', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.end());
  const pages: Record<string, string>[] = [
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://other.example.org', 'sec-fetch-site': 'same-site' },
    { origin: 'null' },
  ];
  for (const headers of pages) {
    const answer = await fetch(`${server.url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers,
      body: credentials,
    });
    expect(answer.status).toBe(403);
    const body = await answer.json();
    expect(body).toMatchObject({ error: 'notPermitted' });
    expect(body).not.toHaveProperty('expected');
  }
});

/** Sends a write from a page at this address. Returns the lines that were logged. */
const writesFrom = (publicUrl: string | null) => {
  const warn = vi.fn<(fields: object, line: string) => void>();
  const trustedOrigins = publicUrl === null ? [] : [publicUrl];
  const services = { log: { warn }, publicUrl, trustedOrigins, clock: () => 0 } as unknown as Services;
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.set('services', services);
    await next();
  });
  app.use(sameOriginOnly(services));
  return async (origin: string, site = 'same-origin'): Promise<readonly string[]> => {
    const headers = { origin, host: '127.0.0.1:8787', 'sec-fetch-site': site };
    await app.request('/api/session', { method: 'POST', headers });
    return warn.mock.calls.map(([, line]) => line);
  };
};

test('[S11b] a page at a wrong address tries again → the log names the variable once', async () => {
  const writes = writesFrom(null);
  await writes('https://patrol.example.org');
  expect(await writes('https://patrol.example.org')).toEqual([
    'refused a page at https://patrol.example.org: this server expects http://127.0.0.1:8787. ' +
      'If people open https://patrol.example.org, set PUBLIC_URL=https://patrol.example.org',
  ]);
});

test('[S11b] PUBLIC_URL names another address → the log names both variables', async () => {
  const [line] = await writesFrom('https://old.example.org')('https://patrol.example.org');
  expect(line).toContain('this server expects https://old.example.org');
  expect(line).toContain('PUBLIC_URL=https://old.example.org');
  expect(line).toContain('TRUSTED_ORIGINS');
});

test('[S11b] many wrong addresses → at most ten lines; a page of another site → none', async () => {
  const writes = writesFrom(null);
  expect(await writes('https://evil.example', 'cross-site')).toEqual([]);
  for (let i = 0; i < 20; i++) await writes(`https://a${i}.example`);
  expect(await writes('https://b.example')).toHaveLength(10);
});
