/** What the engine and the server see of a request is the same on a world's link and on a real one that breaks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkError } from '#sync/transport/transport.ts';
import { BODY, put, realWay, worldWay, type Meets, type Way } from './two-links.ts';

describe.each([
  ['real', realWay],
  ["world's", worldWay],
])('a %s link', (_, open) => {
  let way: Way;
  beforeAll(async () => {
    way = await open();
  });
  afterAll(() => way.close());

  const fails = async (meets: Meets, error: LinkError, request = put) =>
    expect(await way.send(meets)(request)).toEqual({ ok: false, error });

  test('a whole PUT arrives whole and is answered', async () => {
    const answered = await way.send('nothing')(put);
    if (!answered.ok) throw new Error(answered.error);
    expect([answered.value.status, new TextDecoder().decode(answered.value.bytes)]).toEqual([201, 'kept']);
    const { method, end, length, bytes } = await way.heard();
    expect([method, end, length]).toEqual(['PUT', 'whole', String(BODY.byteLength)]);
    expect(bytes.equals(new Uint8Array(BODY))).toBe(true);
  });

  test('a PATCH brings the rest with its offset', async () => {
    const headers = { 'upload-offset': '200000' };
    const sent = await way.send('nothing')({ ...put, method: 'PATCH', headers, body: BODY.slice(200_000) });
    expect(sent.ok).toBe(true);
    const { method, offset, bytes } = await way.heard();
    expect([method, offset, bytes.length]).toEqual(['PATCH', '200000', 100_000]);
  });

  test('a refusal is an answer, with its headers and its body', async () => {
    const answered = await way.send('nothing')({ ...put, path: '/busy' });
    if (!answered.ok) throw new Error(answered.error);
    const { status, header, bytes } = answered.value;
    expect([status, header('Retry-After'), header('x-none'), new TextDecoder().decode(bytes)]).toEqual([
      503,
      '7',
      null,
      '<h1>later</h1>',
    ]);
  });

  test('cut on its way it failed, and the server holds a beginning of it', async () => {
    await fails('a cut', 'offline');
    const { end, bytes } = await way.heard();
    expect(end).toBe('cut');
    expect(bytes.length).toBeLessThan(BODY.byteLength);
    expect(bytes.equals(new Uint8Array(BODY, 0, bytes.length))).toBe(true);
  });

  test('when its answer is lost it failed, and the server holds all of it', async () => {
    await fails('a lost answer', 'offline');
    const { end, bytes } = await way.heard();
    expect([end, bytes.length]).toEqual(['whole', BODY.byteLength]);
  });

  test('without a link it failed at once, and the server hears of nothing', async () => {
    const before = way.requests();
    await fails('no link', 'offline');
    expect(way.requests()).toBe(before);
  });

  test('a server that never answers is given up', async () => {
    await fails('nothing', 'timeout', { ...put, path: '/never', timeoutMillis: 400 });
  });

  test('stopped before or while it runs, it says so', async () => {
    await fails('nothing', 'stopped', { ...put, signal: AbortSignal.abort() });
    const stop = new AbortController();
    const request = { ...put, path: '/never', signal: stop.signal };
    const sent = fails('nothing', 'stopped', request);
    stop.abort();
    await sent;
  });
});
