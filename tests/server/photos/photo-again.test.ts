import { appendFile, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginUpload, cutUpload } from '#tests/support/link/cut-upload.ts';
import { sha256Of, signIn, takePhoto, type Device, type Photo } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let wang: Device;
beforeAll(async () => {
  server = await startTestServer();
  wang = await signIn(server.url, 'wang');
});
afterAll(() => server.end());

const claimed = async (size: number): Promise<Photo> => {
  const photo = takePhoto(size);
  await wang.push(await wang.reports({ photos: [photo] }));
  return photo;
};

/** Sends until the server closes the connection. `answer` may be lost: a write to the closed connection can fail first. */
const sendOnce = async (photo: Photo) => {
  const socket = await beginUpload(wang, photo, 1000);
  // A browser too goes on sending after the server has ended its side.
  socket.allowHalfOpen = true;
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  while (!socket.destroyed && socket.bytesWritten < photo.bytes.length) {
    const sent = socket.bytesWritten;
    socket.write(photo.bytes.slice(sent, sent + 4096));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { answer, sentBytes: socket.bytesWritten };
};

/** Sends again while the answer is lost. Returns the answer and the number of sent bytes. */
const sendUntilClosed = async (photo: Photo) => {
  let { answer, sentBytes } = await sendOnce(photo);
  for (let tries = 1; answer === '' && tries < 10; tries++) ({ answer, sentBytes } = await sendOnce(photo));
  return { status: answer.slice(9, 12), offset: /upload-offset: (\d+)/i.exec(answer)?.[1], sentBytes };
};

test('[H14b] an upload from a wrong offset ends early, repeated from 0 → 409 with the offset, connection closed', async () => {
  const photo = await claimed(400_000);
  await wang.resumesPhoto(photo, 0, 150_000);
  const result = await sendUntilClosed(photo);
  expect([result.status, result.offset]).toEqual(['409', '150000']);
  expect(result.sentBytes).toBeLessThan(200_000);
  expect((await wang.resumesPhoto(photo, 150_000)).status).toBe(201);
  expect(
    await readFile(join(server.dataDir, 'photos', photo.manifest.sha256.slice(0, 2), photo.manifest.sha256)),
  ).toSatisfy((bytes: Buffer) => sha256Of(bytes) === photo.manifest.sha256);
});

test('[H14b] a complete photo is not read again, repeated upload → 201 at once', async () => {
  const photo = await claimed(400_000);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  const result = await sendUntilClosed(photo);
  expect(result.status).toBe('201');
  expect(result.sentBytes).toBeLessThan(200_000);
});

test('[H14b] bytes are not read again, a crash left all of them → the next upload gets 201 at once', async () => {
  const photo = await claimed(400_000);
  await wang.resumesPhoto(photo, 0, 300_000);
  const { sha256 } = photo.manifest;
  await appendFile(join(server.dataDir, 'partial', wang.id, `${sha256}.partial`), photo.bytes.slice(300_000));
  const result = await sendUntilClosed(photo);
  expect(result.status).toBe('201');
  expect(result.sentBytes).toBeLessThan(200_000);
  expect(sha256Of(await readFile(join(server.dataDir, 'photos', sha256.slice(0, 2), sha256)))).toBe(sha256);
});

test('[H14c] a restart loses no bytes, cut earlier than the first upload → the longer part stays', async () => {
  const photo = await claimed(400_000);
  await wang.resumesPhoto(photo, 0, 300_000);
  await cutUpload(wang, photo, 50_000, { anew: true });
  expect(await wang.offsetOf(photo)).toBe(300_000);
  expect((await wang.resumesPhoto(photo, 300_000)).status).toBe(201);
});

test('partial files of a complete photo are deleted, photo sent by one PUT → none left', async () => {
  const photo = await claimed(100_000);
  await wang.resumesPhoto(photo, 0, 60_000);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  const names = await readdir(join(server.dataDir, 'partial', wang.id));
  expect(names.filter((name) => name.startsWith(photo.manifest.sha256))).toEqual([]);
});
