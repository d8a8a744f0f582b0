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

/** Cuts an upload after a part has arrived. Returns the upload offset of the server. */
const offsetAfterCut = async (...upload: Parameters<typeof cutOnceSomeCame>): Promise<number> => {
  await cutOnceSomeCame(...upload);
  return (await wang.offsetOf(upload[1])) ?? -1;
};

test('[H2] 201 means durable, one PUT with all bytes → the file is equal, and `have` gives a receipt', async () => {
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

test('[H3b] an upload continues after a cut, two cuts → the rest completes it byte for byte', async () => {
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

test('[H3d] the offset must match, PATCH from another offset → 409 with the right one', async () => {
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

test('PUT without an offset restarts, partial photo → complete', async () => {
  const photo = await claimed(wang, 200_000);
  await wang.resumesPhoto(photo, 0, 50_000);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  expect(sha256Of(await storedBytes(photo))).toBe(photo.manifest.sha256);
});

test('[H4] bytes must hash to the name, wrong bytes → 422, and they are deleted', async () => {
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

test('the size of the event is the limit, more bytes → 413', async () => {
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

test('[H13a] [H13c] a newer connection stops an older one, the older hangs → the newer continues from its offset', async () => {
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

test('uploads of one photo are exclusive, ten connections at once → complete', async () => {
  const photo = await claimed(wang, 200_000);
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => wang.sendsPhoto(photo)));
  expect(answers.some((answer) => answer.status === 'fulfilled' && answer.value.status === 201)).toBe(true);
  expect(sha256Of(await storedBytes(photo))).toBe(photo.manifest.sha256);
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'complete' });
});

test.runIf(existsSync('/dev/full'))('a full disk is reported, write fails → 507 storageFull', async () => {
  const photo = await claimed(wang);
  const folder = join(server.dataDir, 'partial', wang.id);
  await mkdir(folder, { recursive: true });
  await symlink('/dev/full', join(folder, `${photo.manifest.sha256}.partial`));
  expect(await saidBy(await wang.resumesPhoto(photo, 0))).toEqual([507, 'storageFull']);
});

test('bytes are not sent twice, a crash left all of them → HEAD finishes the photo', async () => {
  const [complete, wrong] = [await claimed(wang), await claimed(wang)];
  const folder = join(server.dataDir, 'partial', wang.id);
  await mkdir(folder, { recursive: true });
  for (const photo of [complete, wrong])
    await writeFile(join(folder, `${photo.manifest.sha256}.partial`), complete.bytes);
  expect(await wang.offsetOf(complete)).toBe(complete.bytes.length);
  expect(await stateOf(wang, complete)).toMatchObject({ state: 'complete' });
  expect(await wang.offsetOf(wrong)).toBe(0);
  expect((await wang.sendsPhoto(wrong)).status).toBe(201);
});

test('[H2] no row without a durable file, the files cannot be written → 500 and no change; later → complete', async () => {
  const bare = await startTestServer();
  const phone = await signIn(bare.url, 'wang');
  const photo = takePhoto();
  const { sha256, thumbnail } = photo.manifest;
  await phone.push(await phone.reports({ photos: [photo] }));
  const { cursor } = await phone.pullsAll();
  const obstacles = [sha256, thumbnail.sha256].map((name) => join(bare.dataDir, 'photos', name.slice(0, 2)));
  for (const path of obstacles) await writeFile(path, '');
  await expect(phone.sendsThumbnails([photo])).rejects.toThrow('500');
  expect((await phone.sendsPhoto(photo)).status).toBe(500);
  expect((await phone.pullsAll(cursor)).subjects).toEqual([]);
  for (const path of obstacles) await rm(path, { force: true });
  await phone.sendsThumbnails([photo]);
  expect((await phone.sendsPhoto(photo)).status).toBe(201);
  expect((await phone.pullsAll(cursor)).subjects).toMatchObject([{ stored: { [sha256]: 'complete' } }]);
  await bare.end();
});
