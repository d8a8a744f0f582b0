import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoGrids } from '#demo/grids.ts';
import type { Area } from '#domain/place/area.ts';
import type { Grid } from '#domain/place/grid.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { importAll, preview, rowsOf, wrongs } from '#tests/support/clients/importer.ts';
import { featureOf, geoJson, tiling } from '#tests/support/data/grid-file.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
beforeAll(async () => {
  server = await startTestServer();
  admin = await signIn(server.url, 'admin');
});
afterAll(() => server.end());

const features = tiling(3, 3, 3, seededRandom(11)).map(featureOf);
const named = features.map((it) => ({
  ...it,
  properties: { ...it.properties, 街道名称: '城东街道', 社区名称: '运河社区' },
}));

test('[G1b] [G1d] a ring of grids, imported twice → eight new grids, a note with the gap, names of areas; then nothing changes', async () => {
  const bytes = geoJson(named.filter((_, i) => i !== 4));
  const { shown } = await importAll(admin, 'grid', bytes, false, { name: '网格.geojson' });
  expect(shown.counts).toEqual({ new: 8, changed: 0, same: 0, wrong: 0 });
  expect(shown.rows[0]!.notes).toEqual([
    { column: null, field: 'polygon', code: 'gap', text: expect.stringMatching(/^30\.\d{5}, 120\.\d{5}$/) },
  ]);
  const codes = (await rowsOf<Grid>(admin, 'grid')).map(({ id }) => id);
  expect(codes).toHaveLength(demoGrids.length + 8);
  const areas = await rowsOf<Area>(admin, 'area');
  expect(areas.find(({ id }) => id === '330199001001')?.value.name.zh).toBe('运河社区');
  expect((await importAll(admin, 'grid', bytes)).shown.counts).toEqual({
    new: 0,
    changed: 0,
    same: 8,
    wrong: 0,
  });
});

test('[G1a] [G1e] a grid over a stored one, one of another county → wrong rows; the others are written without them', async () => {
  const over = { ...featureOf({ code: '330199001001077', ring: [] }), geometry: features[0]!.geometry };
  const apart: [number, number][] = [
    [121, 30],
    [121.01, 30],
    [121, 30.01],
    [121, 30],
  ];
  const other = featureOf({ code: '330198001001001', ring: apart });
  const bytes = geoJson([over, named[4], other]);
  const shown = await preview(admin, 'grid', bytes);
  expect(shown.counts).toEqual({ new: 1, changed: 0, same: 0, wrong: 2 });
  expect(JSON.stringify(wrongs(shown))).toMatch(/sameShape.*330199001001001 网格001/);
  expect(JSON.stringify(wrongs(shown))).toMatch(/otherCounty/);
  await importAll(admin, 'grid', bytes, true);
  const codes = (await rowsOf<Grid>(admin, 'grid')).map(({ id }) => id);
  expect(codes).toContain('330199001001005');
  expect(codes).not.toContain('330199001001077');
});
