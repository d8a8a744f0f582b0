import { expect, test } from 'vitest';
import * as v from 'valibot';
import { roles } from '#domain/ledger/roles.ts';
import { gridAt, gridSchema } from '#domain/place/grid.ts';
import { placeSchema } from '#domain/place/place.ts';
import { distanceMetres } from '#domain/base/geometry.ts';
import { demoGrids, demoPassword, demoPeople, demoPlaces } from '#server/demo/community.ts';
import { openAuth } from '#server/auth/auth.ts';
import { seedDemo } from '#server/demo/seed.ts';
import { openStore } from '#server/store/store.ts';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { makeFolder } from '#tests/support/test-server.ts';

test('six grids of about 300 m that touch, each with its 15-digit code', () => {
  expect(demoGrids).toHaveLength(6);
  expect(new Set(demoGrids.map((grid) => grid.code)).size).toBe(6);
  for (const grid of demoGrids) {
    expect(v.is(gridSchema, grid)).toBe(true);
    const [west, east, north] = grid.polygon[0]!.map(([lon, lat]) => ({ lat, lon }));
    expect(distanceMetres(west!, east!)).toBeCloseTo(300, -1);
    expect(distanceMetres(east!, north!)).toBeCloseTo(300, -1);
    const corners = new Set(grid.polygon[0]!.map((corner) => corner.join()));
    const touches = demoGrids.some(
      (other) =>
        other !== grid && other.polygon[0]!.filter((corner) => corners.has(corner.join())).length >= 2,
    );
    expect(touches).toBe(true);
  }
});

test('every place lies in the grid it names', () => {
  for (const place of demoPlaces) {
    expect(v.is(placeSchema, place)).toBe(true);
    expect(gridAt(demoGrids, place.position)?.code).toBe(place.grid);
  }
});

test('people of every role, with a password the server accepts', () => {
  expect(new Set(demoPeople.map((person) => person.role))).toEqual(new Set(roles));
  expect(demoPassword.length).toBeGreaterThanOrEqual(8);
});

test('a demo that a crash left half made is finished at the next start, and never made twice', async () => {
  const folder = await makeFolder();
  const store = await openStore(join(folder, 'grid-patrol.sqlite'));
  const auth = await openAuth(store, 'a secret for this test only, long enough', null);
  await seedDemo(store, auth);
  const everything = async () => ({
    people: (await store.read.selectFrom('people').select('username').orderBy('username').execute()).length,
    reference: (await store.read.selectFrom('reference').select('id').execute()).length,
  });
  const whole = await everything();
  await seedDemo(store, auth);
  expect(await everything()).toEqual(whole);
  await store.write.updateTable('settings').set({ value: 'begun' }).where('name', '=', 'demo').execute();
  await store.write.deleteFrom('people').where('username', 'in', ['wang', 'admin']).execute();
  await seedDemo(store, auth);
  expect((await everything()).people).toBe(whole.people);
  const signedIn = await auth.api.signInUsername({ body: { username: 'wang', password: demoPassword } });
  expect(signedIn.user.name).toBe('王强');
  await store.close();
  await rm(folder, { recursive: true });
});
