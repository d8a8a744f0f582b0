/** Clients of every released protocol version against today's server, and beside today's client. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runBackupCommand } from '#server/backup/command.ts';
import { UNDO_TIME } from '#storage/outbox/undo.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { openReleased, type ReleasedClient, type SavedEvent } from '#tests/released/released-client.ts';
import { releasedVersions } from '#tests/released/released.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { report } from '#tests/storage/samples.ts';
import { databaseUrlOf } from '#tests/support/database/database.ts';
import { signIn } from '#tests/support/clients/device.ts';
import { ProductPhone } from '#tests/support/clients/product-phone.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';
import { hashesOf, rowsOfDevice } from './device-rows.ts';

const HOUR = 3_600_000;
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.end());

const opens = async (version: (typeof releasedVersions)[number], username: string, url = server.url) => {
  const client = await openReleased(version, { url, username });
  onTestFinished(() => client.close());
  return client;
};

/** Client and server have the same events and photos, hash for hash, each once. The client shows all as complete. */
const expectComplete = async (client: ReleasedClient, saved: readonly SavedEvent[], at = server) => {
  const [rows, onServer, stored] = [
    await client.outbox(),
    await rowsOfDevice(at.dataDir, client.signedIn.device),
    await storedPhotos(at.dataDir),
  ];
  expect(rows.map(({ eventId }) => eventId)).toEqual(saved.map(({ eventId }) => eventId));
  expect(hashesOf(onServer.events)).toEqual(hashesOf(rows));
  expect(onServer.events.every(({ verdict }) => verdict === 'applied')).toBe(true);
  expect(onServer.deadLetters).toEqual([]);
  expect(rows.every((row) => row.unsent === 0 && row.verdict === 'applied' && row.receipt)).toBe(true);
  for (const { sha256, thumbnail } of saved.flatMap(({ photos }) => photos))
    expect([stored.get(sha256), stored.get(thumbnail.sha256)]).toEqual([1, 1]);
  for (const photo of await client.photos())
    expect(photo).toMatchObject({
      state: 'confirmed',
      thumbnailState: 'stored',
      receipt: expect.any(String),
    });
  expect(await client.remaining()).toMatchObject({ events: 0, thumbnails: 0, photos: 0 });
  for (const { eventId } of saved) expect(await client.trust(eventId)).toEqual({ kind: 'complete' });
};

const UNSENT = isFullRun ? 200 : 40;

describe.each(releasedVersions)('a client of protocol version %i', (version) => {
  test('[S11a] its page has another address than the server expects → it names that address or shows a fault of the server, no missing right', async () => {
    const behindProxy = { url: server.url, username: 'wang', origin: 'https://patrol.example.org' };
    const shown = version < 6 ? 'internal' : JSON.stringify({ expected: server.url });
    await expect(openReleased(version, behindProxy)).rejects.toThrow(shown);
  });

  test('[T2] reports saved offline with photos → all are complete on the server, hash for hash, with receipts', async () => {
    const client = await opens(version, 'wang');
    const saved = [
      await client.report({ photos: 2 }),
      await client.report(),
      await client.report({ photos: 1 }),
    ];
    saved.push(await client.note(saved[0]!.caseId, '二楼也有'), await client.addPhotos(saved[1]!.caseId, 1));
    for (const { eventId } of saved) expect(await client.trust(eventId)).toEqual({ kind: 'onPhone' });
    expect(await client.remaining()).toMatchObject({ events: 5, thumbnails: 4, photos: 4 });

    expect(await client.sync()).toEqual({ kind: 'done' });
    await expectComplete(client, saved);
    expect(client.status).toMatchObject({ phase: 'idle', error: null });

    const desk = await signIn(server.url, 'chen');
    const { subjects } = await desk.pullsAll();
    for (const { caseId } of saved)
      expect(subjects.find(({ subject }) => subject.id === caseId)?.subject.state).toBe('reported');
  });

  test('[F6c] what today’s clients reported, noted and decided → it shows each case as the server has it', async () => {
    const phone = await ProductPhone.signIn(server.url, 'zhao');
    const phoneDb = phone.open();
    const desk = await ProductPhone.signIn(server.url, 'chen');
    const deskDb = desk.open();
    onTestFinished(() => [phoneDb, deskDb].forEach((db) => db.close()));
    const by = { db: phoneDb, author: () => phone.author(phoneDb) } as never;
    const [filed, dismissed] = [await report(by, 2), await report(by)];
    await phone.sends(phoneDb);
    await desk.sends(deskDb);
    const acts = [
      { caseId: filed.caseId, type: 'case.noted', text: '已通知物业' },
      { caseId: filed.caseId, type: 'case.filed', text: '' },
      { caseId: dismissed.caseId, type: 'case.dismissed', text: '不属实' },
    ] as const;
    // Decided before the time for undo, so that the phone does not wait for it.
    const author = { ...desk.author(deskDb), now: Date.now() - UNDO_TIME };
    for (const act of acts) await saveCaseEvent(author, act);
    await desk.sends(deskDb);

    const client = await opens(version, 'lin');
    expect(await client.sync()).toEqual({ kind: 'done' });
    const [first, second] = [await client.shown(filed.caseId), await client.shown(dismissed.caseId)];
    expect(first).toMatchObject({ pending: 0, case: { state: 'filed', description: '楼道充电' } });
    expect(first!.case.timeline.map(({ type, text }) => [type, text])).toEqual([
      ['case.reported', ''],
      ['case.noted', '已通知物业'],
      ['case.filed', ''],
    ]);
    expect(first!.stored).toEqual(Object.fromEntries(filed.photos.map(({ sha256 }) => [sha256, 'complete'])));
    expect(second!.case).toMatchObject({ state: 'dismissed', dismissReason: '不属实' });

    await client.note(filed.caseId, '收到');
    expect(await client.shown(filed.caseId)).toMatchObject({ pending: 1 });
    expect(await client.sync()).toEqual({ kind: 'done' });
    await desk.sends(deskDb);
    const row = await deskDb.subjects.get(`case:${filed.caseId}`);
    expect(row?.subject.timeline.at(-1)).toMatchObject({ type: 'case.noted', text: '收到' });
  });

  test(`[C5a] ${UNSENT} unsent reports → each is sent once, and all are complete`, async () => {
    const client = await opens(version, 'qian');
    const saved: SavedEvent[] = [];
    for (let i = 0; i < UNSENT; i++) saved.push(await client.report({ photos: i % 10 === 0 ? 1 : 0 }));
    expect(await client.sync()).toEqual({ kind: 'done' });
    await expectComplete(client, saved);
  });

  test('[D17a] the server is restored from a backup → all later events are offered again, and nothing is stored twice', async () => {
    const folder = await makeFolder();
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    let shift = 0;
    const clock = () => Date.now() + shift;
    const dataDir = join(folder, 'today');
    const first = await startTestServer({ dataDir, clock });
    const client = await opens(version, 'wang', first.url);
    const saved = [await client.report({ photos: 1 })];
    expect(await client.sync()).toEqual({ kind: 'done' });
    const envOf = (url: string | null) => (url === null ? {} : { DATABASE_URL: url });
    const [backup, restored] = [join(folder, 'backup'), join(folder, 'restored')];
    const from = envOf(await databaseUrlOf(dataDir));
    await runBackupCommand('backup', ['--to', backup, '--data-dir', dataDir], from, () => {});
    saved.push(await client.report({ photos: 2 }), await client.note(saved[0]!.caseId, '还在'));
    // Twice: a client before version 4 can detect a restored server only by the cursor of an earlier pull.
    for (let i = 0; i < 2; i++) expect(await client.sync()).toEqual({ kind: 'done' });
    const before = await rowsOfDevice(dataDir, client.signedIn.device);
    await first.close();

    shift = HOUR;
    const databaseUrl = await databaseUrlOf(restored, 'empty');
    await runBackupCommand(
      'restore',
      ['--from', backup, '--data-dir', restored],
      envOf(databaseUrl),
      () => {},
    );
    const second = await startTestServer({ dataDir: restored, databaseUrl, port: first.port, clock });
    onTestFinished(() => second.close());
    // The second run has nothing to send.
    for (let i = 0; i < 2; i++) {
      expect(await client.sync()).toEqual({ kind: 'done' });
      await expectComplete(client, saved, second);
    }
    const after = await rowsOfDevice(restored, client.signedIn.device);
    const timesOf = ({ events }: typeof after) => events.map((row) => [row.hash, row.received_at]).sort();
    // Version 1 sends no receipts, so the server gives the events that it lacks a new received-at.
    expect(timesOf(after).filter((line, i) => line[1] === timesOf(before)[i]![1])).toHaveLength(
      version === 1 ? 1 : 3,
    );
    for (const { caseId } of saved) {
      const timeline = (await client.shown(caseId))!.case.timeline.map(({ eventId }) => eventId);
      expect(timeline).toEqual(saved.filter((it) => it.caseId === caseId).map(({ eventId }) => eventId));
    }
  });
});
