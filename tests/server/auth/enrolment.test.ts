import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CODE_LIFE } from '#server/auth/codes.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import {
  addPeople,
  audited,
  changePerson,
  errorOf,
  listDevices,
  makeCodes,
} from '#tests/support/clients/admin-client.ts';
import {
  deviceKey,
  enrol,
  postSignIn,
  postTake,
  signIn,
  type Device,
} from '#tests/support/clients/device.ts';
import { openAnswerLoss } from '#tests/support/link/answer-loss.ts';
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

const password = 'a long password';
let people = 0;
const invited = async (more: object = {}) => {
  const [person] = await addPeople(admin, [{ name: `人员${++people}`, ...more }]);
  const [code] = await makeCodes(admin, [person!]);
  return { person: person!, code: code!.code, username: `person.${people}` };
};
const look = (code: string, url = server.url) =>
  fetch(`${url}/api/enrolment/look`, { method: 'POST', body: JSON.stringify({ code }) });
const newDevice = () => {
  const { publicKey, sign } = deviceKey();
  return { device: { id: randomUUID(), label: 'a phone', publicKey }, sign };
};

test('[N1a] a code is stored as a hash, a look at every row of the database → no code, no part of it', async () => {
  const { code } = await invited();
  const rows = await store.read.selectFrom('enrolment_codes').selectAll().execute();
  const audit = await store.read
    .selectFrom('reference_edits')
    .selectAll()
    .where('kind', '=', 'code')
    .execute();
  const bare = code.replace('-', '');
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify([rows, audit])).not.toMatch(new RegExp(`${bare}|${code}`));
});

test('[N1b] a look names office and person and uses nothing up, ten looks in all spellings → the same', async () => {
  const { code, person } = await invited({ scope: [admin.person.region] });
  const spellings = [code, code.toLowerCase(), code.replace('-', ''), ` ${code.replace('-', ' ')} `];
  const wide = [...code].map((sign) =>
    sign === '-' ? '－' : String.fromCharCode(sign.charCodeAt(0) + 0xfee0),
  );
  for (const text of [...spellings, wide.join('')])
    expect(await (await look(text)).json()).toMatchObject({ person, needsPassword: true, username: null });
  expect((await enrol(server.url, { code, username: 'ten.looks', password })).person.id).toBe(person);
});

test('[N1c] a code enrols once, a second device → codeUsed, at the look and at the take', async () => {
  const { code, username, person } = await invited();
  const phone = await enrol(server.url, { code, username, password });
  expect(phone.person.id).toBe(person);
  expect((await phone.push(await phone.reports())).verdict).toBe('applied');
  expect(await errorOf(look(code))).toBe('codeUsed');
  expect(await errorOf(postTake(server.url, { ...newDevice(), code, username, password }))).toBe('codeUsed');
});

test('[N1c] two devices take one code at once → one of them is enrolled', async () => {
  const { code, username, person } = await invited();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => postTake(server.url, { ...newDevice(), code, username, password })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
  expect((await listDevices(admin)).filter((it) => it.person === person)).toHaveLength(1);
});

test('[N1d] the answer to the take is lost → the same key asks again and is enrolled; another key is refused', async () => {
  const { code, username, person } = await invited();
  const taking = { ...newDevice(), code, username, password };
  const link = await openAnswerLoss(server.url);
  const lost = link.loseNext();
  await expect(postTake(link.url, taking)).rejects.toThrow();
  await lost;
  link.close();
  const thief = deviceKey();
  const forged = { ...taking, sign: thief.sign, device: { ...taking.device, publicKey: thief.publicKey } };
  expect(await errorOf(postTake(server.url, forged))).toBe('idReused');
  expect(await errorOf(postTake(server.url, { ...taking, sign: thief.sign }))).toBe('badSignature');
  expect(await errorOf(postTake(server.url, { ...taking, ...newDevice() }))).toBe('codeUsed');
  const again = await postTake(server.url, taking);
  expect(again.status).toBe(200);
  expect(await again.json()).toMatchObject({ person: { id: person }, device: taking.device.id });
  expect((await postSignIn(server.url, username, password)).status).toBe(200);
  expect((await listDevices(admin)).filter((it) => it.person === person)).toHaveLength(1);
});

test('[N1e] a code ends after a day, and with a newer code of the person → codeExpired', async () => {
  const { code: first, person, username } = await invited();
  const [second] = await makeCodes(admin, [person]);
  expect(await errorOf(look(first))).toBe('codeExpired');
  now += CODE_LIFE - 1;
  expect(await errorOf(look(second!.code))).toBeNull();
  now += 1;
  const late = { ...newDevice(), code: second!.code, username, password };
  expect(await errorOf(postTake(server.url, late))).toBe('codeExpired');
  expect(await errorOf(look('ACDE-FGHJ'))).toBe('codeUnknown');
  expect(await errorOf(look('no code'))).toBe('codeUnknown');
});

test('[N1f] a refused take writes nothing, name taken, no password, device of another → the code still works', async () => {
  const { code, username, person } = await invited();
  const wang = await signIn(server.url, 'wang');
  const { publicKey, sign } = deviceKey();
  const foreign = { device: { id: wang.id, label: 'a phone', publicKey }, sign };
  const take = (more: object) =>
    errorOf(postTake(server.url, { ...newDevice(), code, username, password, ...more }));
  expect(await take({ username: 'WANG' })).toBe('userNameTaken');
  expect(await take({ username: '王' })).toBe('malformed');
  expect(await take({ password: undefined })).toBe('malformed');
  expect(await take(foreign)).toBe('otherPerson');
  const { rows } = await sql`select id from "user" where id = ${person}`.execute(store.read);
  expect(rows).toEqual([]);
  expect((await enrol(server.url, { code, username, password })).person.id).toBe(person);
});

test('[N1g] wrong codes are limited at an address, a hundred guesses at once → sixty are checked', async () => {
  const own = await startTestServer();
  const guesses = await Promise.all(Array.from({ length: 100 }, () => look('ACDE-FGHJ', own.url)));
  expect(guesses.filter(({ status }) => status === 404)).toHaveLength(60);
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(40);
  await own.end();
});

test('[N2a] a new password by a code → the other sessions end, and their phones send later what they kept', async () => {
  const { code, username, person } = await invited();
  const old = await enrol(server.url, { code, username, password });
  const report = await old.reports();
  const [again] = await makeCodes(admin, [person]);
  const fresh = await enrol(server.url, { code: again!.code, password: 'another password' });
  expect(await errorOf(old.request('/api/session'))).toBe('notSignedIn');
  await expect(old.push(report)).rejects.toThrow('401');
  expect((await fresh.push(await fresh.reports())).verdict).toBe('applied');
  expect((await postSignIn(server.url, username, password)).status).toBe(401);
  const back = await postSignIn(server.url, username, 'another password');
  const cookie = back.headers.getSetCookie()[0]!.split(';')[0]!;
  const body = JSON.stringify({
    protocol: 7,
    unsent: 1,
    events: [{ text: report.text, signature: report.signature }],
  });
  const pushed = await old.request('/api/sync/push', { method: 'POST', headers: { cookie }, body });
  expect(await pushed.json()).toMatchObject({ verdicts: [{ verdict: 'applied' }] });
});

test('[N2b] the user name is folded in width and case, at the enrolment and at the sign-in → one name', async () => {
  const { code } = await invited();
  await enrol(server.url, { code, username: 'Ｌｉ．Ｎａ', password });
  for (const name of ['li.na', 'LI.NA', 'ｌｉ．ｎａ', ' li.na '])
    expect((await postSignIn(server.url, name, password)).status).toBe(200);
});

test('a person chose a user name → audited, and a form of the office that does not know it is refused', async () => {
  const { code, username, person } = await invited();
  const rows = (await (await admin.request('/api/office/rows/person')).json()) as {
    rows: { id: string; seq: number; value: object }[];
  };
  const stale = rows.rows.find(({ id }) => id === person)!;
  await enrol(server.url, { code, username, password });
  const edits = [{ kind: 'person', id: person, value: stale.value, seq: stale.seq }];
  const response = await admin.request('/api/office/edits', {
    method: 'POST',
    body: JSON.stringify({ edits }),
  });
  expect(await response.json()).toMatchObject({ problems: [{ code: 'changedMeanwhile' }] });
  expect((await audited(admin, 'person'))[0]).toMatchObject({ id: person, by: person, after: { username } });
});

test('the office changes the user name of an enrolled person → the new name signs in, the old one does not', async () => {
  const { code, username, person } = await invited();
  await enrol(server.url, { code, username, password });
  await changePerson(admin, person, { username: 'renamed.here' });
  expect((await postSignIn(server.url, 'renamed.here', password)).status).toBe(200);
  expect((await postSignIn(server.url, username, password)).status).toBe(401);
});

test('a code of a retired person → unknown, at the look and at the take', async () => {
  const { code, username, person } = await invited();
  await changePerson(admin, person, { retired: true });
  expect(await errorOf(look(code))).toBe('codeUnknown');
  expect(await errorOf(postTake(server.url, { ...newDevice(), code, username, password }))).toBe(
    'codeUnknown',
  );
});

test('[N4d] unknown name, wrong password, no user name → the same answer in about the same time', async () => {
  const own = await startTestServer();
  const names = ['wang', 'nobody.here', 'wāng 王'];
  // The fastest of several: other work of the machine only adds time.
  const fastest = names.map(() => Infinity);
  for (let i = 0; i < 6; i++)
    for (const [at, name] of names.entries()) {
      const startedAt = performance.now();
      const response = await postSignIn(own.url, name, 'not this one');
      fastest[at] = Math.min(fastest[at]!, performance.now() - startedAt);
      expect([response.status, await errorOf(response)]).toEqual([401, 'notSignedIn']);
    }
  const [known, ...others] = fastest;
  // Without the hash of a password, an answer takes a fiftieth of the time.
  for (const time of others) expect(Math.abs(Math.log(time / known!))).toBeLessThan(Math.log(4));
  await own.end();
});
