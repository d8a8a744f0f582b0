import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  auditAnswerSchema,
  editsAnswerSchema,
  rowsAnswerSchema,
  type Edit,
} from '#domain/office/messages.ts';
import type { OfficePerson } from '#domain/office/office-person.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import { newId, readAnswer, signIn, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
beforeAll(async () => {
  server = await startTestServer();
  admin = await signIn(server.url, 'admin');
});
afterAll(() => server.end());

const edit = async (edits: readonly Edit[], by = admin) =>
  readAnswer(
    editsAnswerSchema,
    await by.request('/api/office/edits', { method: 'POST', body: JSON.stringify({ edits }) }),
  );
const rows = async (kind: ReferenceKind) =>
  (await readAnswer(rowsAnswerSchema, await admin.request(`/api/office/rows/${kind}`))).rows;
const audit = async (query: string) =>
  (await readAnswer(auditAnswerSchema, await admin.request(`/api/office/audit?${query}`))).lines;

const aPerson = (more: Partial<OfficePerson> = {}): OfficePerson => ({
  id: newId(),
  name: '何平',
  role: 'patroller',
  region: admin.person.region,
  scope: [admin.person.region],
  ...more,
});
const adding = (value: OfficePerson): Edit => ({ kind: 'person', id: value.id, value, seq: null });
const rowOfPerson = async (username: string) => {
  const found = (await rows('person')).find((row) => (row.value as OfficePerson).username === username)!;
  return { ...found, value: found.value as OfficePerson };
};

test('[A1] several edits at once, one is wrong → none is written, and its problem is named', async () => {
  const [good, bad] = [aPerson(), aPerson({ scope: ['999999'] })];
  const answered = await edit([adding(good), adding(bad)]);
  expect(answered.problems).toEqual([{ index: 1, field: 'scope', code: 'otherCounty', text: '999999' }]);
  expect((await rows('person')).map(({ id }) => id)).not.toContain(good.id);
  expect((await edit([adding(good)])).problems).toEqual([]);
  expect((await rows('person')).map(({ id }) => id)).toContain(good.id);
});

test('[A2] two admins edit one row → the second is refused, and the first edit stays', async () => {
  const value = aPerson({ name: '原名' });
  const [row] = (await edit([adding(value)])).rows;
  const by = (name: string): Edit => ({
    kind: 'person',
    id: value.id,
    value: { ...value, name },
    seq: row!.seq,
  });
  expect((await edit([by('第一')])).problems).toEqual([]);
  expect((await edit([by('第二')])).problems).toMatchObject([{ code: 'changedMeanwhile' }]);
  expect((await rows('person')).find(({ id }) => id === value.id)?.value).toMatchObject({ name: '第一' });
  expect((await edit([adding(value)])).problems).toMatchObject([{ code: 'exists' }]);
});

test('[A3] an edit → the audit has who, when, before and after', async () => {
  const value = aPerson({ phone: '13900000001' });
  const [row] = (await edit([adding(value)])).rows;
  await edit([{ kind: 'person', id: value.id, value: { ...value, name: '新名' }, seq: row!.seq }]);
  const [second, first] = await audit(`kind=person&id=${value.id}`);
  expect(first).toMatchObject({ by: admin.person.id, before: null, after: { phone: '13900000001' } });
  expect(second).toMatchObject({ before: { name: '何平' }, after: { name: '新名', phone: '13900000001' } });
  expect(second!.at).toBeGreaterThan(Date.now() - 60_000);
});

test('[A4] a person is retired → the sessions end, the name stays for every device', async () => {
  const wang = await signIn(server.url, 'wang');
  const { id, seq, value } = await rowOfPerson('wang');
  expect((await wang.request('/api/session')).status).toBe(200);
  expect((await edit([{ kind: 'person', id, value: { ...value, retired: true }, seq }])).problems).toEqual(
    [],
  );
  expect((await wang.request('/api/session')).status).toBe(401);
  const pulled = (await (await signIn(server.url, 'chen')).pullsAll()).reference;
  expect(pulled.find((row) => row.kind === 'person' && row.id === id)?.value).toMatchObject({
    name: '王强',
    retired: true,
  });
});

test('[A5] the last admin is retired or gets another role → refused', async () => {
  const { id, seq, value } = await rowOfPerson('admin');
  for (const change of [{ retired: true as const }, { role: 'reviewer' as const }])
    expect(
      (await edit([{ kind: 'person', id, value: { ...value, ...change }, seq }])).problems,
    ).toMatchObject([{ field: 'role', code: 'lastAdmin' }]);
});

test('phones do not receive what only the office needs, a pull → no phone number, no user name', async () => {
  const value = aPerson({ phone: '13900000009', username: 'he.ping' });
  await edit([adding(value)]);
  const { reference } = await (await signIn(server.url, 'chen')).pullsAll();
  const row = reference.find(({ id }) => id === value.id);
  expect(row?.value).toEqual({
    id: value.id,
    name: '何平',
    role: 'patroller',
    region: value.region,
    scope: value.scope,
  });
});

test('[A6] a row in a wrong form → each wrong field is named', async () => {
  const value = {
    ...aPerson(),
    name: ' ',
    scope: [],
    phone: '12',
    certificate: { number: '1', validUntil: 'soon' },
  };
  const { problems } = await edit([{ kind: 'person', id: value.id, value, seq: null }]);
  expect(problems.map(({ field }) => field).sort()).toEqual([
    'certificate.validUntil',
    'name',
    'phone',
    'scope',
  ]);
});

test('the office is for admins, another role or no session → refused', async () => {
  const chen = await signIn(server.url, 'chen');
  for (const [path, init] of [
    ['/api/office/rows/person', {}],
    ['/api/office/audit', {}],
    ['/api/office/edits', { method: 'POST', body: '{"edits":[]}' }],
    ['/api/office/codes', { method: 'POST', body: '{"people":["x"]}' }],
  ] as const) {
    expect((await chen.request(path, init)).status, path).toBe(403);
    expect((await fetch(`${server.url}${path}`, init)).status, path).toBe(401);
  }
});
