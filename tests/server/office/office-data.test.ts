import { afterAll, beforeAll, expect, test } from 'vitest';
import { shippedCalendars } from '#domain/calendar/shipped-calendars.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import {
  auditAnswerSchema,
  editsAnswerSchema,
  progressAnswerSchema,
  rowsAnswerSchema,
  type Edit,
} from '#domain/office/messages.ts';
import { shippedSettings } from '#domain/office/settings.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import { openRegion } from '#server/ledger/reference.ts';
import { readOfficeRows } from '#server/office/office-rows.ts';
import { readProgress } from '#server/office/progress.ts';
import { openStore } from '#server/store/store.ts';
import { readAnswer, signIn, type Device } from '#tests/support/clients/device.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
beforeAll(async () => {
  server = await startTestServer();
  admin = await signIn(server.url, 'admin');
});
afterAll(() => server.end());

const rows = async (kind: ReferenceKind) =>
  (await readAnswer(rowsAnswerSchema, await admin.request(`/api/office/rows/${kind}`))).rows;
const edit = async (...edits: Edit[]) => {
  const body = JSON.stringify({ edits });
  return readAnswer(editsAnswerSchema, await admin.request('/api/office/edits', { method: 'POST', body }));
};
const audit = async (query: string) =>
  readAnswer(auditAnswerSchema, await admin.request(`/api/office/audit?${query}`));
const progress = async () => readAnswer(progressAnswerSchema, await admin.request('/api/office/progress'));

test('[B1a] a new region → the catalogue, the calendars and the settings that ship', async () => {
  const store = await openStore(await databaseOf(server.dataDir));
  const region = '110101';
  await store.write.transaction().execute(async (tx) => (await openRegion(tx, region, 1)).close());
  const { byKind } = await readOfficeRows(store.read, region);
  await store.close();
  const values = (kind: ReferenceKind) => [...byKind[kind].values()].map(({ value }) => value);
  expect(values('hazardKind')).toEqual(shippedHazardKinds.toSorted((a, b) => (a.code < b.code ? -1 : 1)));
  expect(values('calendar')).toEqual(shippedCalendars);
  expect(values('settings')).toEqual([shippedSettings({ zh: region, en: region })]);
});

test('[B1b] a region of an older server → calendars and settings at the start, once; what the office has stays', async () => {
  const old = await startTestServer({ isFirstStart: true });
  const { dataDir } = old;
  await old.close();
  const store = await openStore(await databaseOf(dataDir));
  await store.write
    .deleteFrom('reference')
    .where('kind', 'in', ['calendar', 'settings'])
    .where('id', '!=', '2025')
    .execute();
  const own = { ...shippedCalendars[1]!, source: 'own' };
  await store.write
    .updateTable('reference')
    .set({ value: JSON.stringify(own) })
    .where('kind', '=', 'calendar')
    .execute();
  await store.close();
  const seqs: number[] = [];
  for (let start = 0; start < 2; start += 1) {
    const again = await startTestServer({ dataDir });
    const reader = await openStore(await databaseOf(dataDir));
    const found = await reader.read
      .selectFrom('reference')
      .select(['kind', 'id', 'value'])
      .where('kind', 'in', ['calendar', 'settings'])
      .orderBy('id')
      .execute();
    expect(found.map(({ id }) => id)).toEqual(['2024', '2025', '2026', 'office']);
    expect(JSON.parse(found[1]!.value!)).toEqual(own);
    seqs.push((await reader.read.selectFrom('regions').select('seq').executeTakeFirstOrThrow()).seq);
    await reader.close();
    await (start === 0 ? again.close() : again.end());
  }
  expect(seqs[0]).toBe(seqs[1]);
});

test('[B3b] an edited hazard kind → arrives by pull; a retired one keeps its words', async () => {
  const before = await admin.pullsAll();
  const all = await rows('hazardKind');
  const [first, second] = [all[0]!, all[1]!];
  const changed = { ...(first.value as object), zh: '楼道违规充电', severity: 'general' };
  const retired = { ...(second.value as object), retired: true };
  const answer = await edit(
    { kind: 'hazardKind', id: first.id, value: changed, seq: first.seq },
    { kind: 'hazardKind', id: second.id, value: retired, seq: second.seq },
  );
  expect(answer.problems).toEqual([]);
  const { reference } = await admin.pullsAll(before.cursor);
  expect(reference.map(({ id, value }) => [id, value])).toEqual([
    [first.id, changed],
    [second.id, retired],
  ]);
});

test('[B3c] a new hazard kind, a code of another form or one in use → refused', async () => {
  const value = { ...shippedHazardKinds[0]!, code: 'EB99' };
  const add = async (id: string) =>
    (await edit({ kind: 'hazardKind', id, value: { ...value, code: id }, seq: null })).problems;
  expect(await add('eb99')).toMatchObject([{ field: 'code', code: 'badForm' }]);
  expect(await add('EB05')).toMatchObject([{ field: '', code: 'exists' }]);
  expect(await add('EB99')).toEqual([]);
});

test('[B5b] the audit, filtered by kind, row, person and period → only those lines', async () => {
  const id = shippedHazardKinds[2]!.code;
  const row = (await rows('hazardKind')).find((it) => it.id === id)!;
  const began = Date.now();
  await edit({
    kind: 'hazardKind',
    id,
    value: { ...(row.value as object), severity: 'minor' },
    seq: row.seq,
  });
  const ofRow = await audit(`kind=hazardKind&id=${id}`);
  expect(ofRow.lines.map(({ by }) => by)).toEqual([admin.person.id, null]);
  expect(ofRow.lines[0]).toMatchObject({ before: { severity: 'major' }, after: { severity: 'minor' } });
  expect((await audit(`id=${id}&by=${admin.person.id}`)).lines).toHaveLength(1);
  expect((await audit(`id=${id}&from=${began}`)).lines).toHaveLength(1);
  expect((await audit(`id=${id}&to=${began}`)).lines).toHaveLength(1);
  expect((await audit(`id=${id}&before=${ofRow.lines[0]!.seq}`)).lines).toHaveLength(1);
  expect((await audit('from=nonsense&to=1e99')).lines.length).toBeGreaterThan(0);
});

test('[B6a] the progress of the demo → what it has; other people’s devices and cases count', async () => {
  const start = await progress();
  // The device of the admin who asks does not count.
  const county = { zh: '运河区', en: 'Canal District' };
  expect(start).toMatchObject({ county, grids: 6, devices: 0, cases: 0, skipped: [] });
  expect(start.people).toBeGreaterThan(1);
  const wang = await signIn(server.url, 'wang');
  await wang.push(await wang.reports({ grid: '330199001002001' }));
  const [settings] = await rows('settings');
  const skipped = { ...(settings!.value as object), skipped: ['labels'] };
  await edit({ kind: 'settings', id: 'office', value: skipped, seq: settings!.seq });
  const [grid] = await rows('grid');
  await edit({
    kind: 'grid',
    id: grid!.id,
    value: { ...(grid!.value as object), retired: true },
    seq: grid!.seq,
  });
  expect(await progress()).toMatchObject({
    grids: start.grids - 1,
    devices: 1,
    cases: 1,
    skipped: ['labels'],
  });
});

test('[B6a] the progress of a new region → nothing yet', async () => {
  const store = await openStore(await databaseOf(server.dataDir));
  const region = '110102';
  await store.write.transaction().execute(async (tx) => (await openRegion(tx, region, 1)).close());
  const found = await readProgress(store.read, region, 'nobody');
  await store.close();
  const nothing = { grids: 0, units: 0, people: 0, places: 0, devices: 0, cases: 0 };
  expect(found).toEqual({ county: null, ...nothing, skipped: [] });
});

test('[B6b] audit and progress, asked by a patroller → refused', async () => {
  const wang = await signIn(server.url, 'wang');
  for (const path of ['audit', 'progress'])
    expect((await wang.request(`/api/office/${path}`)).status, path).toBe(403);
});
