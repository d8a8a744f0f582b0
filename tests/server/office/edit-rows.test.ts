import { afterAll, beforeAll, expect, test } from 'vitest';
import { editsAnswerSchema, rowsAnswerSchema, type Edit, type OfficeRow } from '#domain/office/messages.ts';
import type { OfficePerson } from '#domain/office/office-person.ts';
import { newId, readAnswer, signIn, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
let chen: Device;
beforeAll(async () => {
  server = await startTestServer();
  [admin, chen] = await Promise.all([signIn(server.url, 'admin'), signIn(server.url, 'chen')]);
});
afterAll(() => server.end());

const send = (edits: readonly Edit[], by = admin) =>
  by.request('/api/office/edits', { method: 'POST', body: JSON.stringify({ edits }) });
const edit = async (...edits: readonly Edit[]) => readAnswer(editsAnswerSchema, await send(edits));
const people = async (): Promise<readonly OfficeRow[]> =>
  (await readAnswer(rowsAnswerSchema, await admin.request('/api/office/rows/person'))).rows;
const rowOf = async (id: string) => (await people()).find((row) => row.id === id)!;
const newPerson = (more: Partial<OfficePerson> = {}): Edit => {
  const id = newId();
  const value = { id, name: '沈建国', role: 'patroller', region: '330199', scope: ['330199'], ...more };
  return { kind: 'person', id, value, seq: null };
};

test('[O1a] an edit, the row was edited meanwhile → refused, and the first edit stays', async () => {
  const { id, seq, value } = await rowOf(chen.person.id);
  const of = { kind: 'person' as const, id, seq };
  expect((await edit({ ...of, value: { ...(value as object), name: '先改' } })).problems).toEqual([]);
  const { problems, rows } = await edit({ ...of, value: { ...(value as object), name: '后改' } });
  expect(problems).toMatchObject([{ index: 0, field: '', code: 'changedMeanwhile' }]);
  expect(rows).toEqual([]);
  expect((await rowOf(id)).value).toMatchObject({ name: '先改' });
});

test('[O1b] edits of one request, one of them has a problem → none is written', async () => {
  const before = await people();
  const { problems } = await edit(newPerson(), newPerson({ scope: ['330198'] }));
  expect(problems).toMatchObject([{ index: 1, field: 'scope', code: 'otherCounty' }]);
  expect(await people()).toEqual(before);
});

test('[O1c] the last admin, retired or with another role → refused; with a second one allowed', async () => {
  const { id, seq, value } = await rowOf(admin.person.id);
  const of = { kind: 'person' as const, id, seq };
  for (const change of [{ retired: true }, { role: 'reviewer' }])
    expect((await edit({ ...of, value: { ...(value as object), ...change } })).problems).toMatchObject([
      { field: 'role', code: 'lastAdmin' },
    ]);
  const { problems } = await edit(newPerson({ role: 'admin' }), {
    ...of,
    value: { ...(value as object), name: '改名' },
  });
  expect(problems).toEqual([]);
});

test('[O1f] edits of another role → refused', async () => {
  expect((await send([newPerson()], chen)).status).toBe(403);
  expect((await chen.request('/api/office/rows/person')).status).toBe(403);
});
