import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { fetchTransport } from '#sync/transport/fetch-transport.ts';
import { stallTime, type Transport, type TransportRequest } from '#sync/transport/transport.ts';
import { xhrTransport } from '#sync/transport/xhr-transport.ts';
import { randomBytes } from '#tests/storage/samples.ts';

let link = '';
beforeAll(async () => {
  link = await commands.startLink();
});

const adapters: [string, Transport][] = [
  ['XMLHttpRequest, in the page', xhrTransport],
  ['fetch, in the service worker', fetchTransport],
];

describe.each(adapters)('transport, %s', (_, transport) => {
  const ask = (path: string, rest: Partial<TransportRequest> = {}) =>
    transport({ method: 'GET', path: `${link}${path}`, timeoutMillis: 5000, ...rest });

  test.each([200, 201, 401, 404, 500, 503])('status %i → is an answer', async (status) => {
    const answered = await ask(`/echo?status=${status}`);
    expect(answered.ok && answered.value.status).toBe(status);
  });

  test.each(['POST', 'PUT', 'PATCH'] as const)('%s → carries its bytes and headers', async (method) => {
    const body = randomBytes(65_000);
    const answered = await ask('/echo', { method, body: body.buffer, headers: { 'x-say': 'hello' } });
    if (!answered.ok) throw new Error(answered.error);
    expect(new Uint8Array(answered.value.bytes)).toEqual(body);
    expect([answered.value.header('x-method'), answered.value.header('x-said')]).toEqual([method, 'hello']);
    expect(answered.value.header('x-other')).toBeNull();
  });

  test('text body → sent as UTF-8', async () => {
    const answered = await ask('/echo', { method: 'POST', body: '楼道充电' });
    expect(answered.ok && new TextDecoder().decode(answered.value.bytes)).toBe('楼道充电');
  });

  test('HEAD → returns headers and no bytes', async () => {
    const answered = await ask('/echo', { method: 'HEAD' });
    expect(answered.ok && answered.value.header('x-method')).toBe('HEAD');
    expect(answered.ok && answered.value.bytes.byteLength).toBe(0);
  });

  test('cut link or unreachable server → offline', async () => {
    const nowhere = transport({ method: 'GET', path: 'http://127.0.0.1:1/', timeoutMillis: 5000 });
    expect(await ask('/cut')).toEqual({ ok: false, error: 'offline' });
    expect(await nowhere).toEqual({ ok: false, error: 'offline' });
  });

  test('timeout → only without any movement; a slow answer arrives', async () => {
    expect(await ask('/silent', { timeoutMillis: 200 })).toEqual({ ok: false, error: 'timeout' });
    // The whole answer takes longer than the timeout; each pause is far shorter, also on a busy machine.
    const slow = await ask('/trickle', { timeoutMillis: 1_500 });
    expect(slow.ok && slow.value.bytes.byteLength).toBe(6000);
  });

  test('signal aborts before or during the request → stopped', async () => {
    const stop = new AbortController();
    const waiting = ask('/silent', { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    expect(await waiting).toEqual({ ok: false, error: 'stopped' });
    expect(await ask('/echo', { signal: stop.signal })).toEqual({ ok: false, error: 'stopped' });
  });
});

test('xhrTransport, upload → reports its progress', async () => {
  const seen: number[] = [];
  await xhrTransport({
    method: 'PUT',
    path: `${link}/echo`,
    body: randomBytes(60_000).buffer,
    onSent: (bytes) => void seen.push(bytes),
    timeoutMillis: 5000,
  });
  expect(seen.at(-1)).toBe(60_000);
});

test('stallTime → 30 s plus the time for 5 KB per second', () => {
  expect(stallTime(0)).toBe(30_000);
  expect(stallTime(51_200)).toBe(40_000);
});
