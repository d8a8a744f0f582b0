import { rm } from 'node:fs/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { DefaultQueryExecutor } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listDeadLetters } from '#server/ledger/dead-letters.ts';
import { openStore } from '#server/store/store.ts';
import { databaseOf, inPostgres, isOnPostgres } from '#tests/support/database/database.ts';
import { signIn, takePhoto } from '#tests/support/clients/device.ts';
import { makeFolder, startTestServer } from '#tests/support/servers/test-server.ts';

/** Tables that grow with the work. */
const growing = ['events', 'changes', 'subjects', 'claims', 'dead_letters', 'photos', 'devices', 'session'];

type Step = { readonly detail: string };

/** A search by region alone reads the whole table: most servers have one region. */
const isWholeTable = (detail: string): boolean =>
  growing.some((table) => detail.startsWith(`SCAN ${table}`)) ||
  growing.some((table) => detail.startsWith(`SEARCH ${table} `) && detail.endsWith(' (region=?)'));

/** Reads only the first entries of an index, in its order. */
const isBeginning = (sql: string, steps: readonly Step[]): boolean =>
  sql.endsWith(' limit ?') && steps.every(({ detail }) => / INDEX /.test(detail));

test.skipIf(isOnPostgres())(
  '[S9] no request reads a whole growing table, all requests of phone and desk → every query uses an index',
  async () => {
    const server = await startTestServer();
    onTestFinished(() => server.end());
    const phone = await signIn(server.url, 'wang');
    const [desk, admin] = [await signIn(server.url, 'chen'), await signIn(server.url, 'admin')];
    const query = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
    onTestFinished(() => query.mockRestore());

    const photo = takePhoto();
    const report = await phone.reports({ photos: [photo] });
    const before = (await phone.pullsAll()).cursor;
    await phone.pushes(report, await phone.notes(report.caseId, '已现场查看'));
    await phone.sendsThumbnails([photo]);
    await phone.sendsPhoto(photo);
    await phone.asksFor([photo.manifest.sha256]);
    // The case moves to another grid, so the pull of the first grid answers `gone`.
    await phone.push(await phone.resubmits(report, { grid: '330199001002002', photos: [photo] }));
    await phone.pulls(before);
    await desk.pullsAll();
    await desk.push(await desk.files(report.caseId));
    const bad = await phone.reports({ hazard: 'ZZ01' });
    await phone.push(bad);
    const deadLetter = `/api/letters/${phone.id}/${bad.hash}`;
    for (const path of ['/api/letters', deadLetter]) expect((await admin.request(path)).status).toBe(200);
    expect((await admin.request(`${deadLetter}/replay`, { method: 'POST' })).status).toBe(200);
    for (const path of ['/api/office/counts', '/api/office/scope-size?scope=330199001,330199002001001'])
      expect((await admin.request(path)).status).toBe(200);
    const viewed = await desk.request(`/api/photos/${photo.manifest.sha256}`);
    expect(viewed.status).toBe(200);

    const queries = new Set(query.mock.calls.map(([{ sql }]) => sql));
    expect(queries.size).toBeGreaterThan(20);
    const database = new DatabaseSync(await databaseOf(server.dataDir));
    onTestFinished(() => database.close());
    const scans = [...queries].flatMap((sql) => {
      const steps = database.prepare(`explain query plan ${sql}`).all() as unknown as Step[];
      if (isBeginning(sql, steps)) return [];
      return steps.filter(({ detail }) => isWholeTable(detail)).map(({ detail }) => `${detail}: ${sql}`);
    });
    expect(scans).toEqual([]);
  },
);

/** PostgreSQL plans by the size of a table, so this test fills one. */
test.runIf(isOnPostgres())(
  '[S9] the list of dead letters reads few rows, 20 000 rows on PostgreSQL → it uses the indexes by state',
  async () => {
    const folder = await makeFolder();
    const address = await databaseOf(folder);
    const store = await openStore(address);
    onTestFinished(() => store.close());
    await inPostgres(async (client) => {
      await client.query(`
        insert into dead_letters (device, hash, person, signed, reason, received_at, region, settled_event)
        select 'd', 'h' || n, 'p', '{"text":"","signature":""}', 'malformed', n, 'r',
          case when n % 1000 = 0 then null else 'e' end
        from generate_series(1, 20000) n`);
      await client.query('analyze dead_letters');
      const query = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
      onTestFinished(() => query.mockRestore());
      const { open, letters } = await listDeadLetters(store.read, 'r');
      expect([open, letters.length]).toEqual([20, 220]);
      const queries = query.mock.calls
        .map(([{ sql }]) => sql)
        .filter((sql) => sql.includes('"dead_letters"'));
      const indexes = await Promise.all(
        queries.map(async (sql) => {
          const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (generic_plan) ${sql}`);
          return rows.flatMap((row) => / using (\w+) on dead_letters/.exec(row['QUERY PLAN'])?.[1] ?? []);
        }),
      );
      expect(indexes).toEqual([['dead_letters_open'], ['dead_letters_open'], ['dead_letters_settled']]);
    }, address);
    await rm(folder, { recursive: true });
  },
);
