import { afterAll, beforeAll, expect, test } from 'vitest';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { editReference } from '#server/ledger/reference.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { signIn } from '#tests/support/clients/device.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let store: Store;
beforeAll(async () => {
  server = await startTestServer();
  store = await openStore(await databaseOf(server.dataDir));
});
afterAll(async () => {
  await store.close();
  await server.end();
});

test('an edit of reference data → kept with its editor, its time and the value before', async () => {
  const { person } = await signIn(server.url, 'admin');
  const { region } = person;
  const kind = shippedHazardKinds[0]!;
  const edit = (value: unknown, at: number) =>
    store.write.transaction().execute(async (tx) => {
      const feed = await openFeed(tx, region);
      await editReference(tx, feed, [{ kind: 'hazardKind', id: kind.code, value }], { by: person.id, at });
      await feed.close();
    });
  await edit({ ...kind, severity: 'minor' }, 10);
  await edit(null, 20);
  const edits = await store.read
    .selectFrom('reference_edits')
    .select(['kind', 'id', 'edited_by', 'edited_at', 'before'])
    .where('region', '=', region)
    .where('id', '=', kind.code)
    .orderBy('seq')
    .execute();
  const of = { kind: 'hazardKind', id: kind.code };
  // The first is the catalogue that ships.
  expect(edits.map(({ before, ...rest }) => ({ ...rest, before: before && JSON.parse(before) }))).toEqual([
    { ...of, edited_by: null, edited_at: expect.any(Number), before: null },
    { ...of, edited_by: person.id, edited_at: 10, before: kind },
    { ...of, edited_by: person.id, edited_at: 20, before: { ...kind, severity: 'minor' } },
  ]);
});
