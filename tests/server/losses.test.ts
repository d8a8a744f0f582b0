/** A phone whose storage the system cleared: only its cookie is left, and what the server had heard of it. */
import { randomUUID, webcrypto } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAnswer } from '#domain/protocol/answer.ts';
import { deviceAnswerSchema } from '#domain/protocol/session.ts';
import { DEVICE_HEADER, PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import { openStore } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { cookiesOf, postSignIn, signIn, takePhoto, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

/** As an emptied phone does: a new device, a new key, the cookie it still has. */
const comesBack = async ({ cookie }: Pick<Device, 'cookie'>, id = randomUUID()) => {
  const key = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', key.publicKey);
  const response = await fetch(`${server.url}/api/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ id, label: 'the same phone', publicKey: { kty, crv, x, y } }),
  });
  const answered = parseAnswer(deviceAnswerSchema, await response.text());
  if (!answered.ok) throw new Error(`not enrolled: ${response.status}`);
  return { id, lost: answered.value.lost };
};

/** What every pull says beside its cursor. */
const tellsUnsent = async (device: Device, unsent: number, id = device.id) => {
  const headers = { [DEVICE_HEADER]: id };
  expect((await device.request(`/api/sync/pull?unsent=${unsent}`, { headers })).status).toBe(200);
};

const lossesOf = async (device: Device) => {
  const store = await openStore(await databaseOf(server.dataDir));
  const rows = await store.read
    .selectFrom('losses')
    .selectAll()
    .where('person', '=', device.person.id)
    .orderBy('found_at')
    .execute();
  await store.close();
  return rows;
};

test('[D7b] [D7c] [D7g] an emptied phone is told what the server never received of it, and the server keeps that', async () => {
  const wang = await signIn(server.url, 'wang');
  const photos = [takePhoto(), takePhoto(), takePhoto()];
  const [first, second] = [await wang.reports({ photos }), await wang.reports()];
  await wang.pushes(first);
  expect((await wang.sendsPhoto(photos[0]!)).status).toBe(201);
  // Of seven, this push brings one: six stay.
  const before = Date.now();
  const { text, signature } = second;
  const pushed = await wang.request('/api/sync/push', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ protocol: PROTOCOL_VERSION, unsent: 7, events: [{ text, signature }] }),
  });
  expect(pushed.status).toBe(200);
  const back = await comesBack(wang);
  expect(back.lost).toMatchObject({ events: 6, photos: 2 });
  expect(back.lost!.seenAt).toBeGreaterThanOrEqual(before);
  expect(await lossesOf(wang)).toMatchObject([
    { device: wang.id, region: wang.person.region, events: 6, photos: 2, found_by: back.id },
  ]);
});

test('[D7c] every pull tells how much is unsent, so that what is known of a phone is as fresh as its last word', async () => {
  const zhao = await signIn(server.url, 'zhao');
  await zhao.pushes(await zhao.reports());
  await tellsUnsent(zhao, 4);
  expect((await comesBack(zhao)).lost).toMatchObject({ events: 4, photos: 0 });
  const again = await signIn(server.url, 'zhao');
  await tellsUnsent(again, 4);
  await tellsUnsent(again, 0);
  expect((await comesBack(again)).lost).toBeNull();
});

test('[D7e] a phone that had sent everything is told nothing', async () => {
  const chen = await signIn(server.url, 'chen');
  const photos = [takePhoto()];
  await chen.pushes(await chen.reports({ photos }));
  await chen.sendsPhoto(photos[0]!);
  expect((await comesBack(chen)).lost).toBeNull();
  expect(await lossesOf(chen)).toEqual([]);
});

test('[D7f] a sign-in on another phone, or another person on this one, is no loss', async () => {
  const first = await signIn(server.url, 'liu');
  await tellsUnsent(first, 3);
  const elsewhere = await signIn(server.url, 'liu');
  expect(elsewhere.cookie).not.toBe(first.cookie);
  const other = await signIn(server.url, 'admin');
  for (const it of [elsewhere, other]) expect((await comesBack(it)).lost).toBeNull();
  expect(await lossesOf(first)).toEqual([]);
  expect((await comesBack(first)).lost).toMatchObject({ events: 3 });
});

test('[D7h] an answer that never came is given again, one that was heard is not', async () => {
  const wang = await signIn(server.url, 'wang');
  await tellsUnsent(wang, 2);
  expect((await comesBack(wang)).lost).toMatchObject({ events: 2 });
  const second = await comesBack(wang);
  expect(second.lost).toMatchObject({ events: 2 });
  await tellsUnsent(wang, 1, second.id);
  // What the second lost in its turn, and nothing of the first.
  expect((await comesBack(wang)).lost).toMatchObject({ events: 1 });
});

test('[D7b] [D7f] who signs in by hand instead is told alike: the old cookie comes with it', async () => {
  const wang = await signIn(server.url, 'wang');
  await tellsUnsent(wang, 5);
  const body = JSON.stringify({ username: 'wang', password: 'xunge-demo' });
  const headers = { 'content-type': 'application/json', origin: server.url, cookie: wang.cookie };
  const signedIn = await fetch(`${server.url}/api/auth/sign-in/username`, { method: 'POST', headers, body });
  const cookie = cookiesOf(signedIn);
  expect(cookie).not.toBe(wang.cookie);
  expect((await comesBack({ cookie })).lost).toMatchObject({ events: 5 });
  const stranger = cookiesOf(await postSignIn(server.url, 'wang', 'xunge-demo'));
  expect((await comesBack({ cookie: stranger })).lost).toBeNull();
});
