import { existsSync } from 'node:fs';
import { symlink, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LENGTH_HEADER, OFFSET_HEADER } from '#domain/protocol/photos.ts';
import { claimed, saidBy, stateOf } from '#tests/support/data/claimed-photo.ts';
import { beginUpload, cutOnceSomeCame } from '#tests/support/link/cut-upload.ts';
import { sha256Of, signIn, takePhoto, type Device, type Photo } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let wang: Device;
beforeAll(async () => {
  server = await startTestServer();
  wang = await signIn(server.url, 'wang');
});
afterAll(() => server.end());

const storedBytes = (photo: Photo) =>
  readFile(join(server.dataDir, 'photos', photo.manifest.sha256.slice(0, 2), photo.manifest.sha256));

/** Cuts an upload once some of it has come, and gives how much the server kept. */
const offsetAfterCut = async (...upload: Parameters<typeof cutOnceSomeCame>): Promise<number> => {
  await cutOnceSomeCame(...upload);
  return (await wang.offsetOf(upload[1])) ?? -1;
};

test('[H2] a whole photo in one PUT is durable at 201, byte for byte, and gets a receipt', async () => {
  const photo = await claimed(wang, 300_000);
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'unknown', offset: 0, receipt: null });
  expect(await wang.offsetOf(photo)).toBe(0);
  const response = await wang.sendsPhoto(photo);
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({ marker: 'grid-patrol', sha256: photo.manifest.sha256 });
  expect(sha256Of(await storedBytes(photo))).toBe(photo.manifest.sha256);
  const state = await stateOf(wang, photo);
  expect(state).toMatchObject({ state: 'complete', offset: 300_000 });
  expect(state?.receipt).toMatch(/^v1\.[\w-]{43}$/);
  const head = await wang.request(`/api/photos/${photo.manifest.sha256}`, { method: 'HEAD' });
  expect([head.headers.get(OFFSET_HEADER), head.headers.get(LENGTH_HEADER)]).toEqual(['300000', '300000']);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
});

test('[H3b] what came before a cut is kept, and the rest completes it byte for byte', async () => {
  const photo = await claimed(wang, 500_000);
  const first = await offsetAfterCut(wang, photo, 200_000);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(200_000);
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'partial', offset: first, receipt: null });
  const second = await offsetAfterCut(wang, photo, 100_000, { method: 'PATCH', offset: first });
  expect(second).toBeGreaterThan(first);
  const part = await wang.resumesPhoto(photo, second, second + 50_000);
  expect([part.status, part.headers.get(OFFSET_HEADER)]).toEqual([204, String(second + 50_000)]);
  expect((await wang.resumesPhoto(photo, second + 50_000)).status).toBe(201);
  expect(sha256Of(await storedBytes(photo))).toBe(photo.manifest.sha256);
  expect(await readdir(join(server.dataDir, 'partial', wang.id))).not.toContain(
    `${photo.manifest.sha256}.partial`,
  );
});

test('[H3d] a PATCH from another offset is told the right one', async () => {
  const photo = await claimed(wang, 200_000);
  expect((await wang.resumesPhoto(photo, 0, 50_000)).status).toBe(204);
  for (const offset of [0, 49_999, 50_001, 200_000]) {
    const response = await wang.resumesPhoto(photo, offset);
    expect(response.headers.get(OFFSET_HEADER)).toBe('50000');
    expect(await saidBy(response)).toEqual([409, 'wrongOffset']);
  }
  const noOffset = await wang.request(`/api/photos/${photo.manifest.sha256}`, { method: 'PATCH', body: 'x' });
  expect(noOffset.status).toBe(409);
  expect((await wang.resumesPhoto(photo, 50_000)).status).toBe(201);
});

test('a PUT over a partial photo starts again', async () => {
  const photo = await claimed(wang, 200_000);
  await wang.resumesPhoto(photo, 0, 50_000);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  expect(sha256Of(await storedBytes(photo))).toBe(photo.manifest.sha256);
});

test('[H4] bytes with another hash are thrown away', async () => {
  const photo = await claimed(wang, 80_000);
  const wrong = { ...photo, bytes: takePhoto(80_000).bytes };
  expect(await saidBy(await wang.sendsPhoto(wrong))).toEqual([422, 'hashMismatch']);
  expect(await wang.offsetOf(photo)).toBe(0);
  await wang.resumesPhoto(wrong, 0, 30_000);
  expect(await saidBy(await wang.resumesPhoto(photo, 30_000))).toEqual([422, 'hashMismatch']);
  expect(await wang.offsetOf(photo)).toBe(0);
  expect(await saidBy(await wang.sendsPhoto({ ...photo, bytes: photo.bytes.slice(0, 70_000) }))).toEqual([
    422,
    'hashMismatch',
  ]);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
});

test('more bytes than the event says are refused', async () => {
  const photo = await claimed(wang, 80_000);
  const larger = { ...photo, bytes: takePhoto(80_001).bytes };
  expect(await saidBy(await wang.sendsPhoto(larger))).toEqual([413, 'tooLarge']);
  const chunked = await wang.request(`/api/photos/${photo.manifest.sha256}`, {
    method: 'PUT',
    body: new Blob([larger.bytes as Uint8Array<ArrayBuffer>]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(chunked.status).toBe(413);
  expect(await wang.offsetOf(photo)).toBe(0);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
});

test('[H13a] [H13c] a newer connection takes over from an older one that hangs', async () => {
  const photo = await claimed(wang, 400_000);
  const hanging = await beginUpload(wang, photo, 150_000);
  for (;;) if ((await stateOf(wang, photo))!.offset === 150_000) break;
  const closed = new Promise((resolve) => hanging.once('close', resolve));
  const offset = (await wang.offsetOf(photo)) ?? 0;
  expect(offset).toBe(150_000);
  await closed;
  expect((await wang.resumesPhoto(photo, offset)).status).toBe(201);
  expect(sha256Of(await storedBytes(photo))).toBe(photo.manifest.sha256);
});

test('ten connections racing for one photo end with the photo, once', async () => {
  const photo = await claimed(wang, 200_000);
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => wang.sendsPhoto(photo)));
  expect(answers.some((answer) => answer.status === 'fulfilled' && answer.value.status === 201)).toBe(true);
  expect(sha256Of(await storedBytes(photo))).toBe(photo.manifest.sha256);
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'complete' });
});

test.runIf(existsSync('/dev/full'))('a full disk is said to be full', async () => {
  const photo = await claimed(wang);
  const folder = join(server.dataDir, 'partial', wang.id);
  await mkdir(folder, { recursive: true });
  await symlink('/dev/full', join(folder, `${photo.manifest.sha256}.partial`));
  expect(await saidBy(await wang.resumesPhoto(photo, 0))).toEqual([507, 'storageFull']);
});

test('all bytes of a photo that a crash left behind become the photo when the device asks', async () => {
  const [whole, wrong] = [await claimed(wang), await claimed(wang)];
  const folder = join(server.dataDir, 'partial', wang.id);
  await mkdir(folder, { recursive: true });
  for (const photo of [whole, wrong])
    await writeFile(join(folder, `${photo.manifest.sha256}.partial`), whole.bytes);
  expect(await wang.offsetOf(whole)).toBe(whole.bytes.length);
  expect(await stateOf(wang, whole)).toMatchObject({ state: 'complete' });
  expect(await wang.offsetOf(wrong)).toBe(0);
  expect((await wang.sendsPhoto(wrong)).status).toBe(201);
});

test('[H2] of pictures whose files could not be kept nobody is told, and they are taken once they can be', async () => {
  const bare = await startTestServer();
  const phone = await signIn(bare.url, 'wang');
  const photo = takePhoto();
  const { sha256, thumbnail } = photo.manifest;
  await phone.push(await phone.reports({ photos: [photo] }));
  const { cursor } = await phone.pullsAll();
  const inTheWay = [sha256, thumbnail.sha256].map((name) => join(bare.dataDir, 'photos', name.slice(0, 2)));
  for (const path of inTheWay) await writeFile(path, '');
  await expect(phone.sendsThumbnails([photo])).rejects.toThrow('500');
  expect((await phone.sendsPhoto(photo)).status).toBe(500);
  expect((await phone.pullsAll(cursor)).subjects).toEqual([]);
  for (const path of inTheWay) await rm(path, { force: true });
  await phone.sendsThumbnails([photo]);
  expect((await phone.sendsPhoto(photo)).status).toBe(201);
  expect((await phone.pullsAll(cursor)).subjects).toMatchObject([{ stored: { [sha256]: 'complete' } }]);
  await bare.end();
});
