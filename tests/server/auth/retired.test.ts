import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proofHeader, RETIRED_PUSHES_FOR, retiredPushText } from '#domain/protocol/retired.ts';
import { PROOF_HEADER } from '#domain/protocol/version.ts';
import { CLOCK_SLACK } from '#server/auth/renewal.ts';
import { pushBody } from '#demo/device-client.ts';
import { addPeople, changePerson, errorOf, makeCodes } from '#tests/support/clients/admin-client.ts';
import {
  deviceKey,
  enrol,
  postSignIn,
  signIn,
  takePhoto,
  type Device,
  type Written,
} from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
let now = Date.now();
beforeAll(async () => {
  server = await startTestServer({ clock: () => now });
  admin = await signIn(server.url, 'admin');
});
afterAll(() => server.end());

const password = 'a long password';
let count = 0;
const employed = async () => {
  const [person] = await addPeople(admin, [{ name: '钱伟' }]);
  const [code] = await makeCodes(admin, [person!]);
  const username = `qian.wei.${++count}`;
  return {
    person: person!,
    username,
    phone: await enrol(server.url, { code: code!.code, username, password }),
  };
};
type Changes = { at?: number; signer?: Device['signs']; body?: Buffer };
const pushes = async (
  phone: Device,
  events: readonly Written[],
  { at = now, signer = phone.signs, body }: Changes = {},
) => {
  const sent = pushBody(events.map(({ text, signature }) => ({ text, signature })));
  const sha256 = createHash('sha256').update(sent).digest('hex');
  const { signature } = await signer(retiredPushText(phone.person.id, phone.id, at, sha256));
  return phone.request('/api/sync/push', {
    method: 'POST',
    headers: { 'content-encoding': 'gzip', cookie: '', [PROOF_HEADER]: proofHeader(at, signature) },
    body: new Uint8Array(body ?? sent),
  });
};
const casesOf = async () => (await admin.pullsAll()).subjects.map(({ subject }) => subject.id);

test('[N6a] a retired person → sessions end and the sign-in is refused, in words only for the right password', async () => {
  const { person, username, phone } = await employed();
  await changePerson(admin, person, { retired: true });
  const refused = await phone.request('/api/sync/pull');
  expect([refused.status, await refused.json()]).toMatchObject([
    401,
    { error: 'notSignedIn', retired: true },
  ]);
  expect(await errorOf(postSignIn(server.url, username, password))).toBe('retired');
  expect(await errorOf(postSignIn(server.url, username, 'a wrong one'))).toBe('notSignedIn');
  expect(await errorOf(phone.request('/api/session'))).toBe('notSignedIn');
});

test('[N6b] [N6c] a retired person’s phone pushes with its key → dead letters, nothing applied; sent again → the same', async () => {
  const { person, phone } = await employed();
  const [before, after] = [await phone.reports(), await phone.reports()];
  expect((await phone.push(before)).verdict).toBe('applied');
  await changePerson(admin, person, { retired: true });
  for (const duplicate of [false, true]) {
    const pushed = await pushes(phone, [before, after]);
    expect(pushed.status).toBe(200);
    expect(await pushed.json()).toMatchObject({
      verdicts: [
        { verdict: 'applied', duplicate: true },
        { verdict: 'rejected', reason: 'retired', duplicate },
      ],
    });
  }
  expect(await casesOf()).not.toContain(after.caseId);
  const letters = (await (await admin.request('/api/letters')).json()) as { letters: object[] };
  expect(letters.letters).toContainEqual(expect.objectContaining({ hash: after.hash, reason: 'retired' }));
  const replay = await admin.request(`/api/letters/${phone.id}/${after.hash}/replay`, { method: 'POST' });
  expect(await replay.json()).toMatchObject({ verdict: 'rejected', reason: 'retired' });
  await changePerson(admin, person, { retired: undefined });
  const again = await admin.request(`/api/letters/${phone.id}/${after.hash}/replay`, { method: 'POST' });
  expect(await again.json()).toMatchObject({ verdict: 'applied' });
});

test('[N6d] a push without session, other key or body or time, or a person who is not retired → 401, nothing kept', async () => {
  const { person, phone } = await employed();
  const report = await phone.reports();
  const asked = (changes: Changes) => pushes(phone, [report], changes).then(errorOf);
  expect(await asked({})).toBe('notSignedIn');
  await changePerson(admin, person, { retired: true });
  const stranger = deviceKey();
  expect(await asked({ signer: async (text) => stranger.sign(text) })).toBe('notSignedIn');
  expect(await asked({ body: pushBody([]) })).toBe('notSignedIn');
  expect(await asked({ at: now - CLOCK_SLACK - 1 })).toBe('notSignedIn');
  const letters = JSON.stringify(await (await admin.request('/api/letters')).json());
  expect(letters).not.toContain(report.hash);
});

test('[N6e] a retired person’s phone → no pull, photo or stream, and no push after 30 days', async () => {
  const { person, phone } = await employed();
  const photo = takePhoto();
  const report = await phone.reports({ photos: [photo] });
  await changePerson(admin, person, { retired: true });
  expect((await pushes(phone, [report])).status).toBe(200);
  const asks = [
    phone.request('/api/sync/pull'),
    phone.request('/api/live'),
    phone.sendsPhoto(photo),
    phone.request('/api/photos/have', { method: 'POST', body: '{}' }),
  ];
  for (const response of await Promise.all(asks)) expect(response.status).toBe(401);
  now += RETIRED_PUSHES_FOR - 1000;
  expect((await pushes(phone, [await phone.reports()])).status).toBe(200);
  now += 1000;
  expect((await pushes(phone, [await phone.reports()])).status).toBe(401);
});
