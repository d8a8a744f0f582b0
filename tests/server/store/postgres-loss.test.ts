/** A PostgreSQL that becomes unavailable and available again while servers use it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultOf } from '#server/store/faults.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { databaseOf, databaseUrlOf, inPostgres, isOnPostgres } from '#tests/support/database/database.ts';
import { postSignIn, signIn, type Device } from '#tests/support/clients/device.ts';
import { eventually } from '#tests/support/people/progress.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

test.each([
  ['53100', '', 'storageFull'],
  ['ENOSPC', '', 'storageFull'],
  ['57P01', '', 'busy'],
  ['53300', '', 'busy'],
  ['40P01', '', 'busy'],
  ['ECONNREFUSED', '', 'busy'],
  [undefined, 'Connection terminated unexpectedly', 'busy'],
  [undefined, 'timeout exceeded when trying to connect', 'busy'],
  ['22021', 'invalid byte sequence', 'malformed'],
  ['23505', 'duplicate key', 'internal'],
  [undefined, 'anything else', 'internal'],
])('faults map to error codes, %s %s → %s', (code, message, answered) => {
  expect(faultOf(Object.assign(new Error(message), { code }))).toBe(answered);
});

describe.runIf(isOnPostgres())('PostgreSQL becomes unavailable', () => {
  let server: TestServer;
  let wang: Device;
  let database: string;
  beforeAll(async () => {
    server = await startTestServer();
    wang = await signIn(server.url, 'wang');
    database = new URL((await databaseUrlOf(server.dataDir)) ?? '').pathname.slice(1);
  });
  afterAll(() => server.end());

  const setConnections = (isAllowed: boolean) =>
    inPostgres(async (client) => {
      await client.query(`alter database ${database} with allow_connections ${isAllowed}`);
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
        [database],
      );
    });

  test('[S7a] [S7b] a missing database fails only requests, unavailable → 5xx, available again → as before', async () => {
    const report = await wang.reports();
    await wang.push(report);
    await setConnections(false);
    const responses = await Promise.all([
      wang.request('/api/sync/pull'),
      wang.request('/api/session'),
      wang.request('/api/sync/push', { method: 'POST', body: '{"protocol":1,"unsent":0,"events":[]}' }),
      postSignIn(server.url, 'wang', 'xunge-demo'),
      fetch(`${server.url}/healthz`),
    ]);
    for (const response of responses) {
      expect([500, 503]).toContain(response.status);
      expect(await response.json()).toMatchObject({ marker: 'grid-patrol' });
    }
    await setConnections(true);
    expect(await wang.push(report)).toMatchObject({ verdict: 'applied', duplicate: true });
    expect((await postSignIn(server.url, 'wang', 'xunge-demo')).status).toBe(200);
  });

  test('[S7a] [S7b] lost connections lose no answered report, connections cut all the time → all answered reports are stored', async () => {
    const link = { isBad: true };
    const cuts = (async () => {
      let count = 0;
      while (link.isBad) {
        await setConnections(true);
        count += 1;
      }
      return count;
    })();
    const answered: string[] = [];
    const failed = new Set<number>();
    for (let i = 0; i < 60; i++) {
      const report = await wang.reports();
      const { text, signature } = report;
      const body = JSON.stringify({ protocol: 1, unsent: 1, events: [{ text, signature }] });
      const response = await wang.request('/api/sync/push', { method: 'POST', body });
      if (response.ok) answered.push(report.caseId);
      else failed.add(response.status);
      await response.body?.cancel();
    }
    link.isBad = false;
    expect(await cuts).toBeGreaterThan(5);
    expect([...failed].filter((status) => status < 500)).toEqual([]);
    // The server notices the last cut a little later, and answers 503 until then.
    const pulled = await eventually(
      () => wang.pullsAll().catch(() => null),
      (page) => page !== null,
      10_000,
    );
    const stored = new Set(pulled!.subjects.map((row) => row.subject.id));
    expect(answered.filter((id) => !stored.has(id))).toEqual([]);
  });

  test('a lost connection fails its transaction, lost between two statements → busy, and no rows', async () => {
    const store: Store = await openStore(await databaseOf(server.dataDir));
    const lost = store.write.transaction().execute(async (tx) => {
      await tx.insertInto('settings').values({ name: 'lost', value: '' }).execute();
      await setConnections(true);
      await new Promise((resolve) => setImmediate(resolve));
      await tx.insertInto('settings').values({ name: 'lost too', value: '' }).execute();
    });
    await expect(lost).rejects.toSatisfy((error) => faultOf(error) === 'busy');
    const { rows } = await sql`select name from settings where name like 'lost%'`.execute(store.read);
    expect(rows).toEqual([]);
    await store.close();
  });

  test('[P5] a commit is durable, the database defaults to asynchronous commits → the session overrides it', async () => {
    await inPostgres((client) => client.query(`alter database ${database} set synchronous_commit = off`));
    await inPostgres((client) =>
      client.query(`alter database ${database} set default_transaction_isolation = serializable`),
    );
    const store = await openStore(await databaseOf(server.dataDir));
    const { rows } = await sql`select current_setting('synchronous_commit') as sync,
      current_setting('transaction_isolation') as isolation`.execute(store.write);
    expect(rows).toEqual([{ sync: 'on', isolation: 'read committed' }]);
    await store.close();
  });

  test('columns are portable, all tables → text with collation C, whole numbers as bigint', async () => {
    const store = await openStore(await databaseOf(server.dataDir));
    const { rows } = await sql<{ type: string; collation: string | null; count: number }>`
      select data_type as type, collation_name as collation, count(*)::integer as count
      from information_schema.columns
      where table_schema = 'public' and table_name in (
        'settings', 'regions', 'changes', 'people', 'devices', 'reference', 'subjects', 'events', 'dead_letters',
        'claims', 'photos')
      group by 1, 2 order by 1`.execute(store.read);
    expect(rows).toEqual([
      { type: 'bigint', collation: null, count: expect.any(Number) as number },
      { type: 'text', collation: 'C', count: expect.any(Number) as number },
    ]);
    await store.close();
  });

  test('text with U+0000 cannot be stored, device label → 400 malformed', async () => {
    const { publicKey } = await import('node:crypto').then(({ generateKeyPairSync }) =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    );
    const { x, y } = publicKey.export({ format: 'jwk' });
    const body = JSON.stringify({
      id: 'with-null',
      label: 'a\0b',
      publicKey: { kty: 'EC', crv: 'P-256', x, y },
    });
    expect((await wang.request('/api/devices', { method: 'POST', body })).status).toBe(400);
  });
});
