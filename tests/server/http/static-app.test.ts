import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let appDir: string;
const script = `console.log(${JSON.stringify('x'.repeat(5000))})`;
beforeAll(async () => {
  appDir = await makeFolder();
  await mkdir(join(appDir, 'assets'));
  await writeFile(join(appDir, 'index.html'), '<!doctype html><title>app</title>');
  await writeFile(join(appDir, 'sw.js'), '// worker');
  await writeFile(join(appDir, 'manifest.webmanifest'), '{}');
  await writeFile(join(appDir, 'assets', 'index-abc123.js'), script);
  await writeFile(join(appDir, 'assets', 'image-worker-abc123.js'), script);
  await writeFile(join(appDir, 'assets', 'scan-worker-abc123.js'), script);
  await writeFile(join(appDir, 'assets', 'libheif-abc123.mjs'), script);
  server = await startTestServer({ appDir });
});
afterAll(async () => {
  await server.end();
  await rm(appDir, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers });

test('caching, hashed assets → immutable, other files → requested again, 304 if unchanged', async () => {
  const asset = await get('/assets/index-abc123.js');
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(asset.headers.get('content-encoding')).toBe('gzip');
  expect(await asset.text()).toBe(script);
  for (const path of ['/', '/index.html', '/sw.js', '/manifest.webmanifest'])
    expect((await get(path)).headers.get('cache-control')).toBe('no-cache');
  const etag = (await get('/sw.js')).headers.get('etag') ?? '';
  expect((await get('/sw.js', { 'if-none-match': etag })).status).toBe(304);
  expect((await get('/sw.js', { 'if-none-match': '"other"' })).status).toBe(200);
});

test('routing, deep link → the app, missing file or API path → 404', async () => {
  for (const path of ['/', '/desk', '/reports/0190-abc', '/a/b/c?d=e.f']) {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>app</title>');
  }
  expect((await get('/assets/gone-123.js')).status).toBe(404);
  for (const path of ['/api', '/api/', '/api/nothing', '/api/sync/nothing']) {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ marker: 'grid-patrol', error: 'notFound' });
  }
  for (const path of ['/../package.json', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fetc/passwd'])
    expect(await (await get(path)).text()).not.toContain('root:');
});

test('security headers, any page → content security policy and permissions', async () => {
  const { headers } = await get('/');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toMatch(/script-src|unsafe-eval/);
  expect(policy).toContain("worker-src 'self' blob:");
  expect(headers.get('permissions-policy')).toContain('camera=(self), geolocation=(self)');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('security headers, the workers for pictures and QR codes → may compile WebAssembly, no other file may', async () => {
  const policyOf = async (path: string) => (await get(path)).headers.get('content-security-policy');
  const page = await policyOf('/');
  expect(await policyOf('/assets/image-worker-abc123.js')).toBe(
    `${page}; script-src 'self' 'wasm-unsafe-eval'`,
  );
  expect(await policyOf('/assets/scan-worker-abc123.js')).toBe(
    `${page}; script-src 'self' 'wasm-unsafe-eval'`,
  );
  for (const path of ['/', '/sw.js', '/assets/index-abc123.js', '/assets/libheif-abc123.mjs'])
    expect(await policyOf(path)).toBe(page);
});

test('the HEIC decoder, a module → served as a script', async () => {
  const { headers } = await get('/assets/libheif-abc123.mjs');
  expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

test('the API works without a built app, page requested → 503 with the build command', async () => {
  const bare = await startTestServer();
  const response = await fetch(bare.url);
  expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run build')]);
  const health = await fetch(`${bare.url}/healthz`);
  expect(await health.json()).toMatchObject({ marker: 'grid-patrol', ok: true });
  await bare.end();
});

test('security headers, the opener policy → only where the browser regards the address as secure', async () => {
  const policyOf = async (headers: Record<string, string>) =>
    (await get('/', headers)).headers.get('cross-origin-opener-policy');
  expect(await policyOf({ 'sec-fetch-site': 'none' })).toBe('same-origin');
  expect(await policyOf({})).toBeNull();
});

test('[G4a] [G4b] the address of a label in any camera app → a page without names, risks and script, the same for every place', async () => {
  const [known, unknown] = await Promise.all(['K7Q3M9XDACEF', 'AAAA'].map((id) => get(`/p/${id}`)));
  expect(known!.status).toBe(200);
  const [text, other] = await Promise.all([known!.text(), unknown!.text()]);
  expect(other.replaceAll('AAAA', 'K7Q3M9XDACEF')).toBe(text);
  expect(text).toContain('这是一个巡查点位');
  expect(text).toContain('This is an inspection point');
  expect(text).toContain('href="/p/K7Q3M9XDACEF?app"');
  expect(text).not.toMatch(/<script|app<\/title>/);
  const policy = known!.headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/script-src|unsafe/);
  expect(known!.headers.get('referrer-policy')).toBe('no-referrer');
  expect(known!.headers.get('x-content-type-options')).toBe('nosniff');
});

test('[G4b] the link of that page → the app; an id of another form → 404, nothing of it in the answer', async () => {
  const app = await get('/p/K7Q3M9XDACEF?app');
  expect(await app.text()).toContain('<title>app</title>');
  const odd = await get(`/p/${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect(odd.status).toBe(404);
  expect(await odd.text()).not.toContain('script');
});
