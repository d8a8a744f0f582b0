import { expect, test } from 'vitest';
import { ok } from '#domain/base/result.ts';
import type { Role } from '#domain/ledger/roles.ts';
import { renewText } from '#domain/protocol/enrolment.ts';
import { makeDeviceKey } from '#storage/person/device-key.ts';
import type { Transport, TransportRequest } from '#sync/transport/transport.ts';
import { withRenewal } from '#sync/transport/renewal.ts';

const SERVER_TIME = 1_700_000_000_000;
const json = (status: number, body: object) =>
  ok({
    status,
    header: () => null,
    bytes: new TextEncoder().encode(
      JSON.stringify({ marker: 'grid-patrol', serverTime: SERVER_TIME, ...body }),
    ).buffer,
  });

/** A server that ended the session of the phone. */
const serverOf = (renews: boolean, refusal: object = {}) => {
  const seen: TransportRequest[] = [];
  let hasSession = false;
  const transport: Transport = async (request) => {
    seen.push(request);
    await new Promise((resolve) => setTimeout(resolve));
    if (request.path === '/api/session/renew') {
      hasSession = renews;
      return renews ? json(200, {}) : json(401, { error: 'notSignedIn', message: '' });
    }
    return hasSession ? json(200, {}) : json(401, { error: 'notSignedIn', message: '', ...refusal });
  };
  return { transport, seen };
};
const request: TransportRequest = { method: 'GET', path: '/api/sync/pull', timeoutMillis: 1000 };
const phone = async (role: Role) => {
  const { key, publicKey } = await makeDeviceKey();
  const person = { id: 'person', name: '周琳', role, region: '330199', scope: ['330199'] };
  return { row: { id: 'person', device: 'device', key, person }, publicKey };
};
const paths = (seen: readonly TransportRequest[]) => seen.map(({ path }) => path);

test('[N3f] the session of a person without password is gone, two requests at once → one new session, both succeed', async () => {
  const { transport, seen } = serverOf(true);
  const { row, publicKey } = await phone('observer');
  const renewing = withRenewal(transport, row);
  const answers = await Promise.all([renewing(request), renewing(request)]);
  expect(answers.map((it) => it.ok && it.value.status)).toEqual([200, 200]);
  expect(paths(seen).filter((path) => path === '/api/session/renew')).toHaveLength(1);
  const sent = JSON.parse(String(seen.find(({ path }) => path === '/api/session/renew')!.body)) as Record<
    string,
    string
  >;
  // By the clock of the server: that of the phone may be wrong.
  expect(sent).toMatchObject({ person: 'person', device: 'device', at: SERVER_TIME });
  const key = await crypto.subtle.importKey('jwk', publicKey, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'verify',
  ]);
  const text = new TextEncoder().encode(renewText('person', 'device', SERVER_TIME));
  const signature = Buffer.from(sent['proof']!, 'base64url');
  expect(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, text)).toBe(true);
});

test('[N3f] the server opens no new session → the refusal goes on, and is asked once', async () => {
  const { transport, seen } = serverOf(false);
  const answered = await withRenewal(transport, (await phone('observer')).row)(request);
  expect(answered.ok && answered.value.status).toBe(401);
  expect(paths(seen)).toEqual(['/api/sync/pull', '/api/session/renew']);
});

test('a person with password, or a retired one → no attempt to renew', async () => {
  const withPassword = serverOf(true);
  await withRenewal(withPassword.transport, (await phone('patroller')).row)(request);
  expect(paths(withPassword.seen)).toEqual(['/api/sync/pull']);
  const retired = serverOf(true, { retired: true });
  await withRenewal(retired.transport, (await phone('observer')).row)(request);
  expect(paths(retired.seen)).toEqual(['/api/sync/pull']);
});
