/** The time between the rename of a photo file and the write of its row. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultQueryExecutor } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { claimed, stateOf } from '#tests/support/data/claimed-photo.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let wang: Device;
beforeAll(async () => {
  server = await startTestServer();
  wang = await signIn(server.url, 'wang');
});
afterAll(() => server.end());

const { executeQuery } = DefaultQueryExecutor.prototype;

/** Runs `first` just before the next row of a photo is written. */
const beforeTheRow = (first: () => Promise<void>): void => {
  const query = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
  onTestFinished(() => query.mockRestore());
  query.mockImplementation(async function (this: DefaultQueryExecutor, compiled) {
    if (compiled.sql.startsWith('update "claims" set "sent_at"')) {
      query.mockRestore();
      await first();
    }
    return executeQuery.call(this, compiled) as never;
  });
};

test('[H3a] the upload offset never falls, row being written → `have` answers all bytes', async () => {
  const photo = await claimed(wang);
  const size = photo.bytes.length;
  let answered: unknown;
  beforeTheRow(async () => {
    answered = await stateOf(wang, photo);
  });
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  expect(answered).toMatchObject({ state: 'partial', offset: size, receipt: null });
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'complete', offset: size });
  expect(await readdir(join(server.dataDir, 'partial', wang.id))).toEqual([]);
});

test('[H3a] bytes are not sent twice, the row could not be written → HEAD finishes the photo', async () => {
  const photo = await claimed(wang);
  beforeTheRow(() => Promise.reject(new Error('the database is not available')));
  expect((await wang.sendsPhoto(photo)).status).toBe(500);
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'partial', offset: photo.bytes.length });
  expect(await wang.offsetOf(photo)).toBe(photo.bytes.length);
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'complete' });
  expect((await storedPhotos(server.dataDir)).get(photo.manifest.sha256)).toBe(1);
  expect(await readdir(join(server.dataDir, 'partial', wang.id))).toEqual([]);
});
