/** Engine and server see the same of a request on a simulated link as on a real one that breaks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkError } from '#sync/transport/transport.ts';
import {
  BODY,
  put,
  openRealLink,
  openSimulatedLink,
  type LinkFault,
  type LinkUnderTest,
} from './two-links.ts';

describe.each([
  ['real', openRealLink],
  ['simulated', openSimulatedLink],
])('a %s link', (_, open) => {
  let link: LinkUnderTest;
  beforeAll(async () => {
    link = await open();
  });
  afterAll(() => link.close());

  const fails = async (fault: LinkFault, error: LinkError, request = put) =>
    expect(await link.send(fault)(request)).toEqual({ ok: false, error });

  test('complete PUT → arrives complete, answered', async () => {
    const answered = await link.send('nothing')(put);
    if (!answered.ok) throw new Error(answered.error);
    expect([answered.value.status, new TextDecoder().decode(answered.value.bytes)]).toEqual([201, 'kept']);
    const { method, end, length, bytes } = await link.received();
    expect([method, end, length]).toEqual(['PUT', 'whole', String(BODY.byteLength)]);
    expect(bytes.equals(new Uint8Array(BODY))).toBe(true);
  });

  test('PATCH → the rest arrives, with its offset', async () => {
    const headers = { 'upload-offset': '200000' };
    const sent = await link.send('nothing')({ ...put, method: 'PATCH', headers, body: BODY.slice(200_000) });
    expect(sent.ok).toBe(true);
    const { method, offset, bytes } = await link.received();
    expect([method, offset, bytes.length]).toEqual(['PATCH', '200000', 100_000]);
  });

  test('refusal → an answer with headers and body', async () => {
    const answered = await link.send('nothing')({ ...put, path: '/busy' });
    if (!answered.ok) throw new Error(answered.error);
    const { status, header, bytes } = answered.value;
    expect([status, header('Retry-After'), header('x-none'), new TextDecoder().decode(bytes)]).toEqual([
      503,
      '7',
      null,
      '<h1>later</h1>',
    ]);
  });

  test('request cut → fails; the server has its first bytes', async () => {
    await fails('a cut', 'offline');
    const { end, bytes } = await link.received();
    expect(end).toBe('cut');
    expect(bytes.length).toBeLessThan(BODY.byteLength);
    expect(bytes.equals(new Uint8Array(BODY, 0, bytes.length))).toBe(true);
  });

  test('answer lost → the request fails; the server has all of it', async () => {
    await fails('a lost answer', 'offline');
    const { end, bytes } = await link.received();
    expect([end, bytes.length]).toEqual(['whole', BODY.byteLength]);
  });

  test('no link → the request fails at once and does not reach the server', async () => {
    const before = link.requests();
    await fails('no link', 'offline');
    expect(link.requests()).toBe(before);
  });

  test('no answer → timeout', async () => {
    await fails('nothing', 'timeout', { ...put, path: '/never', timeoutMillis: 400 });
  });

  test('request stopped before or while it runs → ends as stopped', async () => {
    await fails('nothing', 'stopped', { ...put, signal: AbortSignal.abort() });
    const stop = new AbortController();
    const request = { ...put, path: '/never', signal: stop.signal };
    const sent = fails('nothing', 'stopped', request);
    stop.abort();
    await sent;
  });
});
