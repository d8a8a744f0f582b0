import { afterAll, expect, test } from 'vitest';
import { openStore } from '#server/store/store.ts';
import { serverSecret } from '#server/store/secret.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

const servers: TestServer[] = [];
afterAll(async () => {
  for (const server of servers) await server.end();
});

const contentOf = async (isFirstStart: boolean) => {
  const server = await startTestServer({ isFirstStart });
  servers.push(server);
  const store = await openStore(await databaseOf(server.dataDir));
  const community = {
    people: await store.read
      .selectFrom('people')
      .select(['username', 'name', 'role', 'region', 'scope'])
      .orderBy('username')
      .execute(),
    places: await store.read
      .selectFrom('reference')
      .select(['region', 'kind', 'value'])
      .where('kind', '!=', 'person')
      .orderBy('id')
      .execute(),
    devices: await store.read.selectFrom('devices').selectAll().execute(),
  };
  const secret = await serverSecret(store);
  await store.close();
  return { community, secret };
};

test('test servers copy the community, compared with a first start → equal, except for the secret', async () => {
  const [first, one, other] = [await contentOf(true), await contentOf(false), await contentOf(false)];
  expect(one.community).toEqual(first.community);
  expect(other.community).toEqual(first.community);
  expect(first.community.people.length).toBeGreaterThan(5);
  expect(new Set([first.secret, one.secret, other.secret]).size).toBe(3);
});
