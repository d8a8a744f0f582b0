/** A phone whose storage the system cleared: it has only its cookie, and the server has its last unsent count. */
import { randomUUID, webcrypto } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseMessage } from '#domain/protocol/answer.ts';
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

/** Enrols like a phone without storage: a new device, a new key, the old cookie. */
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
  const answer = parseMessage(deviceAnswerSchema, await response.text());
  if (!answer.ok) throw new Error(`enrolment failed: ${response.status}`);
  return { id, lost: answer.value.lost };
};

/** Sends an unsent count, as every pull does. */
const sendsUnsentCount = async (device: Device, unsent: number, id = device.id) => {
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

test('[D7b] [D7c] [D7g] a loss is answered and stored, storage cleared → unsent events and photos', async () => {
  const wang = await signIn(server.url, 'wang');
  const photos = [takePhoto(), takePhoto(), takePhoto()];
  const [first, second] = [await wang.reports({ photos }), await wang.reports()];
  await wang.pushes(first);
  expect((await wang.sendsPhoto(photos[0]!)).status).toBe(201);
  // Seven events are unsent and this push has one of them, so six remain.
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

test('[D7c] every pull updates the unsent count, count sent → the loss has the last one', async () => {
  const zhao = await signIn(server.url, 'zhao');
  await zhao.pushes(await zhao.reports());
  await sendsUnsentCount(zhao, 4);
  expect((await comesBack(zhao)).lost).toMatchObject({ events: 4, photos: 0 });
  const again = await signIn(server.url, 'zhao');
  await sendsUnsentCount(again, 4);
  await sendsUnsentCount(again, 0);
  expect((await comesBack(again)).lost).toBeNull();
});

test('[D7e] nothing unsent is not a loss, storage cleared → null', async () => {
  const chen = await signIn(server.url, 'chen');
  const photos = [takePhoto()];
  await chen.pushes(await chen.reports({ photos }));
  await chen.sendsPhoto(photos[0]!);
  expect((await comesBack(chen)).lost).toBeNull();
  expect(await lossesOf(chen)).toEqual([]);
});

test('[D7f] another session is not a loss, sign-in on another phone or of another person → null', async () => {
  const first = await signIn(server.url, 'liu');
  await sendsUnsentCount(first, 3);
  const elsewhere = await signIn(server.url, 'liu');
  expect(elsewhere.cookie).not.toBe(first.cookie);
  const other = await signIn(server.url, 'admin');
  for (const device of [elsewhere, other]) expect((await comesBack(device)).lost).toBeNull();
  expect(await lossesOf(first)).toEqual([]);
  expect((await comesBack(first)).lost).toMatchObject({ events: 3 });
});

test('[D7h] a loss is answered until it arrived, answer lost → again; device sent a request → not again', async () => {
  const wang = await signIn(server.url, 'wang');
  await sendsUnsentCount(wang, 2);
  expect((await comesBack(wang)).lost).toMatchObject({ events: 2 });
  const second = await comesBack(wang);
  expect(second.lost).toMatchObject({ events: 2 });
  await sendsUnsentCount(wang, 1, second.id);
  // Only the loss of the second device, not that of the first.
  expect((await comesBack(wang)).lost).toMatchObject({ events: 1 });
});

test('[D7b] [D7f] a new sign-in keeps the connection to the old session, old cookie sent with it → the loss is answered', async () => {
  const wang = await signIn(server.url, 'wang');
  await sendsUnsentCount(wang, 5);
  const body = JSON.stringify({ username: 'wang', password: 'xunge-demo' });
  const headers = { 'content-type': 'application/json', origin: server.url, cookie: wang.cookie };
  const signedIn = await fetch(`${server.url}/api/auth/sign-in/username`, { method: 'POST', headers, body });
  const cookie = cookiesOf(signedIn);
  expect(cookie).not.toBe(wang.cookie);
  expect((await comesBack({ cookie })).lost).toMatchObject({ events: 5 });
  const stranger = cookiesOf(await postSignIn(server.url, 'wang', 'xunge-demo'));
  expect((await comesBack({ cookie: stranger })).lost).toBeNull();
});
