import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APP_HEADER } from '#domain/protocol/version.ts';
import {
  addPeople,
  audited,
  endSession,
  errorOf,
  listDevices,
  makeCodes,
} from '#tests/support/clients/admin-client.ts';
import { deviceKey, postTake, signIn, type Device } from '#tests/support/clients/device.ts';
import { LiveListener } from '#tests/support/clients/live-listener.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

const HEARTBEAT = 150;
const HOUR = 3_600_000;
let server: TestServer;
let admin: Device;
let now = Date.now();
beforeAll(async () => {
  server = await startTestServer({ clock: () => now, heartbeat: HEARTBEAT });
  admin = await signIn(server.url, 'admin');
});
afterAll(() => server.end());

const lineOf = async (device: Device) => (await listDevices(admin)).find(({ id }) => id === device.id)!;
const pull = (device: Device, query: string, app = '1.2.3') =>
  device.request(`/api/sync/pull?${query}`, { headers: { [APP_HEADER]: app } });

test('[N5a] a pull names version, unsent and oldest unsent → the office sees them, written hourly or at a change', async () => {
  const wang = await signIn(server.url, 'wang');
  await pull(wang, `unsent=3&oldest=${now - HOUR}`);
  const enrolledAt = now;
  const news = { app: '1.2.3', unsent: 3, oldestUnsent: now - HOUR, lastContact: now, hasSession: true };
  expect(await lineOf(wang)).toMatchObject({ ...news, person: wang.person.id });
  now += HOUR / 2;
  await pull(wang, `unsent=3&oldest=${enrolledAt - HOUR}`);
  expect(await lineOf(wang)).toMatchObject(news);
  now += HOUR / 2;
  await pull(wang, `unsent=3&oldest=${enrolledAt - HOUR}`);
  expect(await lineOf(wang)).toMatchObject({ ...news, lastContact: now });
  await pull(wang, 'unsent=0', 'not a version, <script>');
  expect(await lineOf(wang)).toMatchObject({ app: '1.2.3', unsent: 0, oldestUnsent: null });
});

test('[N5b] the list of the office → the device with the oldest unsent event first', async () => {
  const [chen, zhao, li] = [
    await signIn(server.url, 'chen'),
    await signIn(server.url, 'zhao'),
    await signIn(server.url, 'wang'),
  ];
  await pull(chen, `unsent=1&oldest=${now - HOUR}`);
  await pull(zhao, `unsent=1&oldest=${now - 2 * HOUR}`);
  await pull(li, 'unsent=0');
  const ids = (await listDevices(admin)).map(({ id }) => id);
  expect(ids.slice(0, 2)).toEqual([zhao.id, chen.id]);
  expect(ids).toContain(li.id);
  expect(await errorOf(chen.request('/api/office/devices'))).toBe('notPermitted');
});

test('[N5c] an admin ends the session of a device → 401, its stream ends, audited; nobody else’s session', async () => {
  const [wang, zhao] = [await signIn(server.url, 'wang'), await signIn(server.url, 'zhao')];
  const stream = await LiveListener.open(wang);
  await stream.until(({ news }) => news === 1);
  expect(await errorOf(endSession(zhao, wang.id))).toBe('notPermitted');
  expect(await (await endSession(admin, wang.id)).json()).toMatchObject({ ended: true });
  await stream.ended;
  expect(await errorOf(wang.request('/api/sync/pull'))).toBe('notSignedIn');
  expect((await zhao.request('/api/sync/pull')).status).toBe(200);
  expect((await audited(admin, 'session'))[0]).toMatchObject({
    id: wang.id,
    by: admin.person.id,
    after: { person: wang.person.id },
  });
  expect(await (await endSession(admin, wang.id)).json()).toMatchObject({ ended: false });
  expect(await errorOf(endSession(admin, 'no-such-device'))).toBe('notFound');
});

test('[N5d] a person sees and ends the own devices only → another person’s device is not found', async () => {
  const [one, two] = [await signIn(server.url, 'zhao'), await signIn(server.url, 'zhao')];
  const wang = await signIn(server.url, 'wang');
  const list = (await (await one.request('/api/session/devices')).json()) as {
    devices: { id: string; person: string }[];
  };
  expect(list.devices.map(({ id }) => id)).toEqual(expect.arrayContaining([one.id, two.id]));
  expect(list.devices.every(({ person }) => person === one.person.id)).toBe(true);
  const end = (by: Device, id: string) => by.request(`/api/session/devices/${id}/end`, { method: 'POST' });
  expect(await errorOf(end(one, wang.id))).toBe('notFound');
  expect((await end(one, two.id)).status).toBe(200);
  expect(await errorOf(two.request('/api/session'))).toBe('notSignedIn');
  expect((await one.request('/api/session')).status).toBe(200);
});

test('[N5e] the session of an enrolled device was ended → its code does not sign it in again', async () => {
  const [person] = await addPeople(admin, [{ name: '孙丽' }]);
  const [code] = await makeCodes(admin, [person!]);
  const { publicKey, sign } = deviceKey();
  const device = { id: randomUUID(), label: 'a phone', publicKey };
  const taking = { code: code!.code, username: 'sun.li', password: 'a long password', device, sign };
  expect((await postTake(server.url, taking)).status).toBe(200);
  await endSession(admin, device.id);
  expect(await errorOf(postTake(server.url, taking))).toBe('codeUsed');
});
