/** A server whose database or photo folder was restored from another day, and phones that are newer. */
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultQueryExecutor } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runBackupCommand } from '#server/backup/command.ts';
import type { PushVerdict } from '#domain/protocol/push.ts';
import { forgetMissing } from '#server/photos/missing-files.ts';
import { openStore } from '#server/store/store.ts';
import { databaseOf, databaseUrlOf, isOnPostgres, makeDatabase } from '#tests/support/database/database.ts';
import { signIn, takePhoto, type Device, type Photo, type Written } from '#tests/support/clients/device.ts';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

const HOUR = 3_600_000;
let time = Date.UTC(2026, 4, 1);
const clock = () => time;
const folders: string[] = [];
const newFolder = async () => {
  const folder = await makeFolder();
  folders.push(folder);
  return folder;
};
const envOf = async (dataDir: string) => {
  const url = await databaseUrlOf(dataDir);
  return url === null ? {} : { DATABASE_URL: url };
};

let today: TestServer;
let wang: Device;
let chen: Device;
let backup: string;
let report: Written;
let photo: Photo;
let verdict: PushVerdict;

beforeAll(async () => {
  const dataDir = await newFolder();
  today = await startTestServer({ dataDir, clock });
  wang = await signIn(today.url, 'wang', { clock });
  chen = await signIn(today.url, 'chen', { clock });
  backup = join(await newFolder(), 'yesterday');
  await runBackupCommand('backup', ['--to', backup, '--data-dir', dataDir], await envOf(dataDir), () => {});
  photo = takePhoto(60_000);
  report = await wang.reports({ photos: [photo] });
  verdict = await wang.push(report);
  await wang.sendsThumbnails([photo]);
  await wang.sendsPhoto(photo);
  time += HOUR;
});
afterAll(async () => {
  await today.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A server with the database of yesterday, and the photo folder of today or an empty one. */
const yesterday = async (photos: 'of today' | 'of yesterday'): Promise<TestServer> => {
  const dataDir = join(await newFolder(), 'data');
  const databaseUrl = isOnPostgres() ? await makeDatabase('empty') : null;
  const env = databaseUrl === null ? {} : { DATABASE_URL: databaseUrl };
  await runBackupCommand('restore', ['--from', backup, '--data-dir', dataDir], env, () => {});
  if (photos === 'of today')
    await cp(join(today.dataDir, 'photos'), join(dataDir, 'photos'), { recursive: true });
  return startTestServer({ dataDir, databaseUrl, clock });
};

const reportWithReceipt = () => ({
  ...report,
  receipt: { receivedAt: verdict.receivedAt!, signature: verdict.receipt! },
});

test('[D17a] [D17b] [D17c] the first received-at stays valid, event with receipt sent to a restored server → stored once, with it', async () => {
  const server = await yesterday('of yesterday');
  const phone = wang.at(server.url);
  const again = await phone.push(reportWithReceipt());
  expect(again).toMatchObject({ verdict: 'applied', duplicate: false, receivedAt: verdict.receivedAt });
  expect(await phone.push(reportWithReceipt())).toEqual({ ...again, duplicate: true });
  const { subjects } = await phone.pullsAll();
  const timeline = subjects.find((row) => row.subject.id === report.caseId)!.subject.timeline;
  expect(timeline.map((line) => line.receivedAt)).toEqual([verdict.receivedAt]);
  await server.end();
});

test('[D17b] only a receipt of this server counts, forged receipts → received-at is now', async () => {
  const server = await yesterday('of yesterday');
  const phone = wang.at(server.url);
  const { receivedAt, signature } = reportWithReceipt().receipt;
  const other = await phone.notes(report.caseId, '别的');
  const forged = [
    { receivedAt: receivedAt - 1, signature },
    { receivedAt, signature: signature.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) },
    { receivedAt, signature: 'v1.' },
    { receivedAt, signature: signature.replace(/.$/, 'é') },
  ];
  for (const receipt of forged)
    expect((await phone.push({ ...(await phone.reports()), receipt })).receivedAt).toBe(time);
  expect((await phone.push({ ...report, receipt: forged[0]! })).receivedAt).toBe(time);
  expect((await phone.push({ ...other, receipt: reportWithReceipt().receipt })).receivedAt).toBe(time);
  await server.end();
});

test('[D17c] a receipt proves sent bytes, photos newer than the database → complete with the own receipt only', async () => {
  const server = await yesterday('of today');
  const [phone, other] = [wang.at(server.url), chen.at(server.url)];
  const { sha256, thumbnail } = photo.manifest;
  const receipt = (await wang.asksFor([sha256]))[0]!.receipt!;
  await phone.push(reportWithReceipt());
  expect(await phone.asksFor([sha256])).toMatchObject([{ state: 'unknown', receipt: null }]);
  expect(await phone.asksFor([sha256], { [sha256]: `${receipt}x` })).toMatchObject([{ state: 'unknown' }]);
  expect(await other.asksFor([sha256], { [sha256]: receipt })).toMatchObject([{ state: 'unknown' }]);
  const { cursor } = await other.pullsAll();
  expect(await phone.asksFor([sha256, thumbnail.sha256], { [sha256]: receipt })).toMatchObject([
    { state: 'complete', receipt },
    { state: 'unknown' },
  ]);
  expect((await other.pullsAll(cursor)).subjects[0]?.stored).toEqual({ [sha256]: 'complete' });
  await server.end();
});

test('[D17d] [D17f] [D17g] a photo without its file is not complete, photos older than the database → sent again', async () => {
  const dataDir = await newFolder();
  const first = await startTestServer({ dataDir, clock });
  const [phone, desk] = [
    await signIn(first.url, 'wang', { clock }),
    await signIn(first.url, 'chen', { clock }),
  ];
  const [kept, lost] = [takePhoto(50_000), takePhoto(50_000)];
  await phone.push(await phone.reports({ photos: [kept, lost] }));
  await phone.sendsThumbnails([kept, lost]);
  for (const photo of [kept, lost]) await phone.sendsPhoto(photo);
  const { cursor } = await desk.pullsAll();
  await first.close();
  const { sha256 } = lost.manifest;
  await rm(join(dataDir, 'photos', sha256.slice(0, 2), sha256));

  const second = await startTestServer({ dataDir, port: first.port, clock });
  const changes = await desk.pullsAll(cursor);
  expect(changes).toMatchObject({
    reset: false,
    subjects: [{ stored: { [kept.manifest.sha256]: 'complete' } }],
  });
  expect(changes.subjects[0]!.stored[sha256]).toBe('thumbnail');
  expect(await phone.asksFor([sha256])).toMatchObject([{ state: 'unknown', receipt: null }]);
  expect((await phone.sendsPhoto(lost)).status).toBe(201);
  expect((await desk.pullsAll(changes.cursor)).subjects[0]!.stored[sha256]).toBe('complete');
  await second.end();
});

test('[D17e] the server needs its photo folder, empty folder → no start, with --photos-lost → photos are sent again', async () => {
  const dataDir = await newFolder();
  const first = await startTestServer({ dataDir, clock });
  const phone = await signIn(first.url, 'wang', { clock });
  const lost = takePhoto(50_000);
  await phone.push(await phone.reports({ photos: [lost] }));
  await phone.sendsPhoto(lost);
  await first.close();
  const databaseUrl = await databaseUrlOf(dataDir);
  const photos = join(dataDir, 'photos');
  const elsewhere = join(await newFolder(), 'photos');
  await rename(photos, elsewhere);
  const again = { dataDir, databaseUrl, port: first.port, clock };
  await expect(startTestServer(again)).rejects.toThrow(/has 1 photos, but the folder .* has none/);

  await rm(photos, { recursive: true });
  await rename(elsewhere, photos);
  const back = await startTestServer(again);
  expect(await phone.asksFor([lost.manifest.sha256])).toMatchObject([{ state: 'complete' }]);
  await back.close();
  await rm(photos, { recursive: true });
  const bare = await startTestServer({ ...again, mayPhotosBeLost: true });
  expect(await phone.asksFor([lost.manifest.sha256])).toMatchObject([{ state: 'unknown' }]);
  await bare.end();
});

test('[D17d] [S6a] a start marks no present photo as lost, photo sent to another server meanwhile → stays complete', async () => {
  const dataDir = await newFolder();
  const first = await startTestServer({ dataDir, clock });
  const phone = await signIn(first.url, 'wang', { clock });
  const [before, meanwhile] = [takePhoto(50_000), takePhoto(50_000)];
  await phone.push(await phone.reports({ photos: [before, meanwhile] }));
  await phone.sendsPhoto(before);
  const store = await openStore((await databaseUrlOf(dataDir)) ?? (await databaseOf(dataDir)));
  const { executeQuery } = DefaultQueryExecutor.prototype;
  const query = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
  query.mockImplementationOnce(async function (this: unknown, ...args) {
    query.mockRestore();
    expect((await phone.sendsPhoto(meanwhile)).status).toBe(201);
    return executeQuery.apply(this as DefaultQueryExecutor, args);
  });
  expect(await forgetMissing(store, join(dataDir, 'photos'), false)).toBe(0);
  expect(await phone.asksFor([meanwhile.manifest.sha256])).toMatchObject([{ state: 'complete' }]);
  await store.close();
  await first.end();
});
