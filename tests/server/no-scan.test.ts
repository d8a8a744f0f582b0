import { rm } from 'node:fs/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { DefaultQueryExecutor } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listDeadLetters } from '#server/ledger/dead-letters.ts';
import { openStore } from '#server/store/store.ts';
import { databaseOf, inPostgres, isOnPostgres } from '#tests/support/database/database.ts';
import { signIn, takePhoto } from '#tests/support/clients/device.ts';
import { makeFolder, startTestServer } from '#tests/support/servers/test-server.ts';

/** What grows with the years. */
const growing = ['events', 'changes', 'subjects', 'claims', 'dead_letters', 'photos', 'devices', 'session'];

type Step = { readonly detail: string };

/** A region alone narrows nothing: most servers have one. */
const isWholeTable = (detail: string): boolean =>
  growing.some((table) => detail.startsWith(`SCAN ${table}`)) ||
  growing.some((table) => detail.startsWith(`SEARCH ${table} `) && detail.endsWith(' (region=?)'));

/** The first of an index in its own order, however many follow. */
const isBeginning = (sql: string, steps: readonly Step[]): boolean =>
  sql.endsWith(' limit ?') && steps.every(({ detail }) => / INDEX /.test(detail));

test.skipIf(isOnPostgres())(
  '[S9] nothing a phone or a desk asks for reads a table that grows from end to end',
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
    // It leaves one grid for another: who looked at the first is told that it is gone.
    await phone.push(await phone.mends(report, { grid: '330199001002002', photos: [photo] }));
    await phone.pulls(before);
    await desk.pullsAll();
    await desk.push(await desk.files(report.caseId));
    const bad = await phone.reports({ hazard: 'ZZ01' });
    await phone.push(bad);
    const letter = `/api/letters/${phone.id}/${bad.hash}`;
    for (const path of ['/api/letters', letter]) expect((await admin.request(path)).status).toBe(200);
    expect((await admin.request(`${letter}/replay`, { method: 'POST' })).status).toBe(200);
    const seen = await desk.request(`/api/photos/${photo.manifest.sha256}`);
    expect(seen.status).toBe(200);

    const asked = new Set(query.mock.calls.map(([{ sql }]) => sql));
    expect(asked.size).toBeGreaterThan(20);
    const database = new DatabaseSync(await databaseOf(server.dataDir));
    onTestFinished(() => database.close());
    const whole = [...asked].flatMap((sql) => {
      const steps = database.prepare(`explain query plan ${sql}`).all() as unknown as Step[];
      if (isBeginning(sql, steps)) return [];
      return steps.filter(({ detail }) => isWholeTable(detail)).map(({ detail }) => `${detail}: ${sql}`);
    });
    expect(whole).toEqual([]);
  },
);

/** Its plans go by how much there is. */
test.runIf(isOnPostgres())(
  '[S9] a list of letters reads on PostgreSQL, too, those that are open and the last of the settled ones',
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
      const asked = query.mock.calls.map(([{ sql }]) => sql).filter((sql) => sql.includes('"dead_letters"'));
      const read = await Promise.all(
        asked.map(async (sql) => {
          const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (generic_plan) ${sql}`);
          return rows.flatMap((row) => / using (\w+) on dead_letters/.exec(row['QUERY PLAN'])?.[1] ?? []);
        }),
      );
      expect(read).toEqual([['dead_letters_open'], ['dead_letters_open'], ['dead_letters_settled']]);
    }, address);
    await rm(folder, { recursive: true });
  },
);
