import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { renewText } from '#domain/protocol/enrolment.ts';
import { CLOCK_SLACK } from '#server/auth/renewal.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import {
  audited,
  changePerson,
  endSession,
  errorOf,
  makeObserverCode,
  postObserverCode,
} from '#tests/support/clients/admin-client.ts';
import { deviceKey, enrol, postTake, signIn, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
let store: Store;
let now = Date.now();
beforeAll(async () => {
  server = await startTestServer({ clock: () => now });
  admin = await signIn(server.url, 'admin');
  store = await openStore(await databaseOf(server.dataDir));
});
afterAll(async () => {
  await store.close();
  await server.end();
});

const DAY = 24 * 3_600_000;
let phones = 0;
const phone = () => `1380000${String(++phones).padStart(4, '0')}`;
const take = (code: string, more: object) => {
  const { publicKey, sign } = deviceKey();
  return postTake(server.url, {
    code,
    device: { id: randomUUID(), label: 'a phone', publicKey },
    sign,
    ...more,
  });
};

test('[N3a] a link for observers, three people and a cap of two → two observers of its scope, then codeUsed', async () => {
  const scope = [`${admin.person.region}001`];
  const { code, link, person } = await makeObserverCode(admin, { cap: 2, scope });
  expect([person, link.includes(`/join#${code.replace('-', '')}`)]).toEqual([null, true]);
  const look = await fetch(`${server.url}/api/enrolment/look`, {
    method: 'POST',
    body: JSON.stringify({ code }),
  });
  expect(await look.json()).toMatchObject({ name: null, role: 'observer', scope, needsPassword: false });
  for (const name of ['甲', '乙']) {
    const observer = await enrol(server.url, { code, name, phone: phone() });
    expect(observer.person).toMatchObject({ name, role: 'observer', scope });
    expect((await observer.push(await observer.reports({ channel: 'observer' }))).verdict).toBe('applied');
  }
  expect(await errorOf(take(code, { name: '丙', phone: phone() }))).toBe('codeUsed');
  const [made] = (await audited(admin, 'code')).filter(({ id }) => id === 'observer');
  expect(made).toMatchObject({ by: admin.person.id, after: { cap: 2, scope, role: 'observer' } });
});

test('[N3a] a link for observers after its days → codeExpired', async () => {
  const before = now;
  onTestFinished(() => void (now = before));
  const { code } = await makeObserverCode(admin, { cap: 2, days: 3 });
  now += 3 * DAY;
  expect(await errorOf(take(code, { name: '甲', phone: phone() }))).toBe('codeExpired');
});

test('[N3b] an observer gives name and phone number, none or a wrong or a used one → refused, nothing used up', async () => {
  const { code } = await makeObserverCode(admin, { cap: 2 });
  expect(await errorOf(take(code, { name: '甲' }))).toBe('malformed');
  expect(await errorOf(take(code, { phone: phone() }))).toBe('malformed');
  expect(await errorOf(take(code, { name: '甲', phone: 'no number' }))).toBe('malformed');
  await enrol(server.url, { code, name: '甲', phone: '１３９ 0000-1111' });
  expect(await errorOf(take(code, { name: '乙', phone: '13900001111' }))).toBe('phoneTaken');
  expect((await enrol(server.url, { code, name: '乙', phone: phone() })).person.name).toBe('乙');
});

test('a link for observers outside the county, or made by another role → refused', async () => {
  const request = { cap: 1, days: 1, scope: ['999999'] };
  expect(await errorOf(postObserverCode(admin, request))).toBe('malformed');
  const wang = await signIn(server.url, 'wang');
  expect(await errorOf(postObserverCode(wang, { ...request, scope: [wang.person.region] }))).toBe(
    'notPermitted',
  );
});

/** A device that an observer enrolled, and its requests for a new session. */
const observer = async () => {
  const { code } = await makeObserverCode(admin, { cap: 1 });
  const { publicKey, sign } = deviceKey();
  const id = randomUUID();
  const taken = await postTake(server.url, {
    code,
    name: '甲',
    phone: phone(),
    sign,
    device: { id, label: 'a phone', publicKey },
  });
  const { person } = (await taken.json()) as { person: { id: string } };
  const renew = (at = now, by = sign) => {
    const proof = by(renewText(person.id, id, at)).signature;
    const body = JSON.stringify({ person: person.id, device: id, at, proof });
    return fetch(`${server.url}/api/session/renew`, { method: 'POST', body });
  };
  return { id, person: person.id, renew };
};

test('[N3c] a device of a person without password, its session is gone → it opens another by its key', async () => {
  const { person, renew } = await observer();
  await sql`delete from session where "userId" = ${person}`.execute(store.write);
  const renewed = await renew();
  expect(renewed.status).toBe(200);
  const cookie = renewed.headers.getSetCookie()[0]!.split(';')[0]!;
  const session = await fetch(`${server.url}/api/session`, { headers: { cookie } });
  expect(await session.json()).toMatchObject({ person: { id: person } });
});

test('[N3d] a request to renew, an old one or another key or a person with password → notSignedIn', async () => {
  const { renew } = await observer();
  expect(await errorOf(renew(now - CLOCK_SLACK - 1))).toBe('notSignedIn');
  expect(await errorOf(renew(now + CLOCK_SLACK + 1))).toBe('notSignedIn');
  expect(await errorOf(renew(now, deviceKey().sign))).toBe('notSignedIn');
  expect((await renew(now - CLOCK_SLACK)).status).toBe(200);
  const wang = await signIn(server.url, 'wang');
  const { signature: proof } = await wang.signs(renewText(wang.person.id, wang.id, now));
  const body = JSON.stringify({ person: wang.person.id, device: wang.id, at: now, proof });
  expect(await errorOf(fetch(`${server.url}/api/session/renew`, { method: 'POST', body }))).toBe(
    'notSignedIn',
  );
});

test('[N3e] the office ended the session or retired the person → the key opens no session', async () => {
  const ended = await observer();
  expect((await endSession(admin, ended.id)).status).toBe(200);
  expect(await errorOf(ended.renew())).toBe('notSignedIn');
  const retired = await observer();
  await changePerson(admin, retired.person, { retired: true });
  expect(await errorOf(retired.renew())).toBe('notSignedIn');
});
