import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  countsAnswerSchema,
  editsAnswerSchema,
  rowsAnswerSchema,
  scopeSizeAnswerSchema,
} from '#domain/office/messages.ts';
import { MAX_SCOPE } from '#domain/office/office-person.ts';
import type { Grid } from '#domain/place/grid.ts';
import { readAnswer, signIn, takePhoto, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
let wang: Device;
beforeAll(async () => {
  server = await startTestServer();
  [admin, wang] = await Promise.all([signIn(server.url, 'admin'), signIn(server.url, 'wang')]);
});
afterAll(() => server.end());

const sizeOf = async (scope: string) =>
  readAnswer(scopeSizeAnswerSchema, await admin.request(`/api/office/scope-size?scope=${scope}`));
const counts = async () => readAnswer(countsAnswerSchema, await admin.request('/api/office/counts'));
const rows = async (kind: string) =>
  (await readAnswer(rowsAnswerSchema, await admin.request(`/api/office/rows/${kind}`))).rows;

test('[O1b] the size of a scope, cases in two grids → each prefix counts what lies under it, once', async () => {
  const before = await sizeOf('330199001002001');
  await wang.push(await wang.reports({ grid: '330199001002001', photos: [takePhoto(), takePhoto()] }));
  await wang.push(await wang.reports({ grid: '330199001002002', photos: [takePhoto()] }));
  const grid = await sizeOf('330199001002001');
  expect([grid.grids, grid.cases - before.cases, grid.photos - before.photos]).toEqual([1, 1, 2]);
  expect(grid.bytes).toBeGreaterThan(before.bytes);
  const both = await sizeOf('330199001002001,330199001002002');
  const county = await sizeOf('330199');
  expect(both.grids).toBe(2);
  expect(both.cases).toBe(county.cases);
  expect(await sizeOf('330199001002,330199001002001,330199')).toMatchObject({ cases: county.cases });
  const grids = await rows('grid');
  const places = await rows('place');
  expect([county.grids, county.places]).toEqual([grids.length, places.length]);
  expect(await sizeOf('330198')).toMatchObject({ grids: 0, cases: 0, places: 0, photos: 0 });
});

test('[O1b] the size of a scope, a code of another form or too many codes → refused', async () => {
  const long = Array.from({ length: MAX_SCOPE + 1 }, () => '330199').join();
  for (const scope of ['33019', "330199'--", '3301990', long])
    expect((await admin.request(`/api/office/scope-size?scope=${encodeURIComponent(scope)}`)).status).toBe(
      400,
    );
  expect(await sizeOf('')).toMatchObject({ grids: 0, cases: 0 });
});

test('[O1c] the counts of the sections, a grid is retired → it no longer counts', async () => {
  const before = await counts();
  const grids = await rows('grid');
  expect(before.kinds['grid']).toBe(grids.length);
  expect(before.kinds['person']).toBe((await rows('person')).length);
  expect(before.devices).toBeGreaterThanOrEqual(2);
  const [{ id, seq, value }] = grids as [{ id: string; seq: number; value: Grid }];
  const edits = [{ kind: 'grid', id, seq, value: { ...value, retired: true } }];
  const body = JSON.stringify({ edits });
  const edited = await admin.request('/api/office/edits', { method: 'POST', body });
  expect((await readAnswer(editsAnswerSchema, edited)).problems).toEqual([]);
  expect((await counts()).kinds['grid']).toBe(grids.length - 1);
  expect((await sizeOf(id)).grids).toBe(0);
});

test('[O1c] the counts of the sections, a dead letter arrives → the open ones are counted', async () => {
  const { deadLetters } = await counts();
  await wang.push(await wang.reports({ hazard: 'ZZ01' }));
  expect((await counts()).deadLetters).toBe(deadLetters + 1);
});

test('[O1d] sizes and counts of the office, another role or no session → refused', async () => {
  for (const path of ['/api/office/counts', '/api/office/scope-size?scope=330199']) {
    for (const name of ['wang', 'zhao', 'chen']) {
      const device = await signIn(server.url, name);
      expect((await device.request(path)).status).toBe(403);
    }
    expect((await fetch(`${server.url}${path}`)).status).toBe(401);
  }
});
