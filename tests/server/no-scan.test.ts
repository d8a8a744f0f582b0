import { DatabaseSync } from '@photostructure/sqlite';
import { DefaultQueryExecutor } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { databaseOf, isOnPostgres } from '#tests/support/database.ts';
import { signIn, takePhoto } from '#tests/support/device.ts';
import { startTestServer } from '#tests/support/test-server.ts';

/** What grows with the years. */
const growing = ['events', 'changes', 'subjects', 'claims', 'dead_letters', 'photos', 'devices', 'session'];

type Step = { readonly detail: string };

/** A region alone narrows nothing: most servers have one. */
const isWholeTable = (detail: string): boolean =>
  growing.some((table) => detail.startsWith(`SCAN ${table}`)) ||
  growing.some((table) => detail.startsWith(`SEARCH ${table} `) && detail.endsWith(' (region=?)'));

test.skipIf(isOnPostgres())(
  '[S9] nothing a phone or a desk asks for reads a table that grows from end to end',
  async () => {
    const server = await startTestServer();
    onTestFinished(() => server.end());
    const phone = await signIn(server.url, 'wang');
    const desk = await signIn(server.url, 'chen');
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
    const seen = await desk.request(`/api/photos/${photo.manifest.sha256}`);
    expect(seen.status).toBe(200);

    const asked = new Set(query.mock.calls.map(([{ sql }]) => sql));
    expect(asked.size).toBeGreaterThan(20);
    const database = new DatabaseSync(await databaseOf(server.dataDir));
    onTestFinished(() => database.close());
    const whole = [...asked].flatMap((sql) =>
      (database.prepare(`explain query plan ${sql}`).all() as unknown as Step[])
        .filter(({ detail }) => isWholeTable(detail))
        .map(({ detail }) => `${detail}: ${sql}`),
    );
    expect(whole).toEqual([]);
  },
);
