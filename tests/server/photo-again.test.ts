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

/** Sends until the server has closed the connection. `taken` is how many bytes that cost; `answer` may be lost. */
const pourOnce = async (photo: Photo): Promise<{ readonly answer: string; readonly taken: number }> => {
  const socket = await beginUpload(wang, photo, 1000);
  // Like a browser, which sends on after the server has ended its side.
  socket.allowHalfOpen = true;
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  while (!socket.destroyed && socket.bytesWritten < photo.bytes.length) {
    const at = socket.bytesWritten;
    socket.write(photo.bytes.slice(at, at + 4096));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { answer, taken: socket.bytesWritten };
};

/** On a busy machine a write to the closed connection may fail before the answer is read: then it is asked again. */
const pour = async (photo: Photo) => {
  let { answer, taken } = await pourOnce(photo);
  for (let tries = 1; answer === '' && tries < 10; tries++) ({ answer, taken } = await pourOnce(photo));
  return { status: answer.slice(9, 12), offset: /upload-offset: (\d+)/i.exec(answer)?.[1], taken };
};

test('[H14] the same upload from the beginning is told at once how much is here, and its connection ends', async () => {
  const photo = await claimed(400_000);
  await wang.resumesPhoto(photo, 0, 150_000);
  const poured = await pour(photo);
  expect([poured.status, poured.offset]).toEqual(['409', '150000']);
  expect(poured.taken).toBeLessThan(200_000);
  expect((await wang.resumesPhoto(photo, 150_000)).status).toBe(201);
  expect(
    await readFile(join(server.dataDir, 'photos', photo.manifest.sha256.slice(0, 2), photo.manifest.sha256)),
  ).toSatisfy((bytes: Buffer) => sha256Of(bytes) === photo.manifest.sha256);
});

test('[H14] a photo that is here is told so at once, and not taken again', async () => {
  const photo = await claimed(400_000);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  const poured = await pour(photo);
  expect(poured.status).toBe('201');
  expect(poured.taken).toBeLessThan(200_000);
});

test('[H14] a photo whose bytes all came before a crash is made one by the next upload, and not taken again', async () => {
  const photo = await claimed(400_000);
  await wang.resumesPhoto(photo, 0, 300_000);
  const { sha256 } = photo.manifest;
  await appendFile(join(server.dataDir, 'partial', wang.id, `${sha256}.partial`), photo.bytes.slice(300_000));
  const poured = await pour(photo);
  expect(poured.status).toBe('201');
  expect(poured.taken).toBeLessThan(200_000);
  expect(sha256Of(await readFile(join(server.dataDir, 'photos', sha256.slice(0, 2), sha256)))).toBe(sha256);
});

test('[H14] an upload that begins anew and comes less far loses nothing of what was here', async () => {
  const photo = await claimed(400_000);
  await wang.resumesPhoto(photo, 0, 300_000);
  await cutUpload(wang, photo, 50_000, { anew: true });
  expect(await wang.offsetOf(photo)).toBe(300_000);
  expect((await wang.resumesPhoto(photo, 300_000)).status).toBe(201);
});

test('what was left of a photo that came whole another way is thrown away', async () => {
  const photo = await claimed(100_000);
  await wang.resumesPhoto(photo, 0, 60_000);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  const left = await readdir(join(server.dataDir, 'partial', wang.id));
  expect(left.filter((name) => name.startsWith(photo.manifest.sha256))).toEqual([]);
});
