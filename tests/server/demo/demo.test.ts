import { expect, test } from 'vitest';
import * as v from 'valibot';
import { roles } from '#domain/ledger/roles.ts';
import { gridAt, gridSchema, type Grid } from '#domain/place/grid.ts';
import { placeKinds, placeSchema } from '#domain/place/place.ts';
import { distanceMetres, polygonContains, type Polygon } from '#domain/base/geometry.ts';
import { demoPassword, demoPeople } from '#demo/community.ts';
import { diceOf } from '#demo/dice.ts';
import { demoGrids } from '#demo/grids.ts';
import { demoPlaces } from '#demo/places.ts';
import { openAuth } from '#server/auth/auth.ts';
import { seedDemo } from '#demo/seed.ts';
import { openStore } from '#server/store/store.ts';
import { rm } from 'node:fs/promises';
import { databaseOf } from '#tests/support/database/database.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';

const outerOf = (grid: Grid): Polygon[number] => grid.polygon[0]!;

test('the community has six grids, all grids → 15-digit codes, about 300 m, with shared boundaries', () => {
  expect(demoGrids).toHaveLength(6);
  expect(new Set(demoGrids.map((grid) => grid.code)).size).toBe(6);
  for (const grid of demoGrids) {
    expect(v.is(gridSchema, grid)).toBe(true);
    const lats = outerOf(grid).map(([, lat]) => lat);
    const lons = outerOf(grid).map(([lon]) => lon);
    const [south, north] = [Math.min(...lats), Math.max(...lats)];
    const [west, east] = [Math.min(...lons), Math.max(...lons)];
    for (const span of [
      distanceMetres({ lat: south, lon: west }, { lat: north, lon: west }),
      distanceMetres({ lat: south, lon: west }, { lat: south, lon: east }),
    ]) {
      expect(span).toBeGreaterThan(250);
      expect(span).toBeLessThan(390);
    }
    const corners = new Set(outerOf(grid).map((corner) => corner.join()));
    const shared = demoGrids.filter(
      (other) => other !== grid && outerOf(other).filter((corner) => corners.has(corner.join())).length >= 3,
    );
    expect(shared.length).toBeGreaterThanOrEqual(2);
  }
});

test('grids neither overlap nor leave gaps, 3000 random points → each is in exactly one grid', () => {
  const dice = diceOf('points of the community');
  for (let i = 0; i < 3000; i++) {
    const point = { lat: dice.between(30.2705, 30.2751), lon: dice.between(120.1504, 120.1593) };
    const containing = demoGrids.filter((grid) => polygonContains(grid.polygon, point));
    expect(
      containing.map((grid) => grid.code),
      JSON.stringify(point),
    ).toHaveLength(1);
  }
});

test('the community has 60 to 90 places, all places → every kind, each in its grid', () => {
  expect(demoPlaces.length).toBeGreaterThanOrEqual(60);
  expect(demoPlaces.length).toBeLessThanOrEqual(90);
  expect(new Set(demoPlaces.map((place) => place.kind))).toEqual(new Set(placeKinds));
  for (const place of demoPlaces) {
    expect(v.is(placeSchema, place)).toBe(true);
    expect(gridAt(demoGrids, place.position)?.code, place.name.zh).toBe(place.grid);
  }
  expect(new Set(demoPlaces.map((place) => place.name.zh)).size).toBe(demoPlaces.length);
});

test('the community has people, all people → every role, a patroller for each grid, an accepted password', () => {
  expect(new Set(demoPeople.map((person) => person.role))).toEqual(new Set(roles));
  for (const grid of demoGrids)
    expect(demoPeople.some(({ role, scope }) => role === 'patroller' && scope.includes(grid.code))).toBe(
      true,
    );
  expect(demoPassword.length).toBeGreaterThanOrEqual(8);
});

const nothingToPlay = { now: 0, days: 0 };

test('the demo is made once, a crash left it incomplete → the next start completes it', async () => {
  const folder = await makeFolder();
  const store = await openStore(await databaseOf(folder));
  const auth = await openAuth(store, 'a secret for this test only, long enough', null);
  await seedDemo(store, auth, nothingToPlay);
  const countRows = async () => ({
    people: (await store.read.selectFrom('people').select('username').orderBy('username').execute()).length,
    reference: (await store.read.selectFrom('reference').select('id').execute()).length,
  });
  const complete = await countRows();
  await seedDemo(store, auth, nothingToPlay);
  expect(await countRows()).toEqual(complete);
  await store.write.updateTable('settings').set({ value: 'begun' }).where('name', '=', 'demo').execute();
  await store.write.deleteFrom('people').where('username', 'in', ['wang', 'admin']).execute();
  await seedDemo(store, auth, nothingToPlay);
  expect((await countRows()).people).toBe(complete.people);
  const signedIn = await auth.api.signInUsername({ body: { username: 'wang', password: demoPassword } });
  expect(signedIn.user.name).toBe('王强');
  await store.close();
  await rm(folder, { recursive: true });
});
