import { existsSync } from 'node:fs';
import { symlink, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LENGTH_HEADER, MAX_THUMBNAIL_BATCH_BYTES, OFFSET_HEADER } from '#domain/protocol/photos.ts';
import { beginUpload, cutUpload } from '#tests/support/cut-upload.ts';
import { sha256Of, signIn, takePhoto, type Device, type Photo } from '#tests/support/device.ts';
import { startTestServer, type TestServer } from '#tests/support/test-server.ts';

let server: TestServer;
let wang: Device;
let chen: Device;
beforeAll(async () => {
  server = await startTestServer();
  wang = await signIn(server.url, 'wang');
  chen = await signIn(server.url, 'chen');
});
afterAll(() => server.end());

/** A photo named by a report that the server has taken. */
const claimed = async (device: Device, size?: number): Promise<Photo> => {
  const photo = takePhoto(size);
  expect(await device.push(await device.reports({ photos: [photo] }))).toMatchObject({ verdict: 'applied' });
  return photo;
};

const storedBytes = (photo: Photo) =>
  readFile(join(server.dataDir, 'photos', photo.manifest.sha256.slice(0, 2), photo.manifest.sha256));

const saidBy = async (response: Response) => [
  response.status,
  ((await response.json()) as { error?: string }).error,
];

const stateOf = async (device: Device, photo: Photo) => (await device.asksFor([photo.manifest.sha256]))[0];

/** After a cut, once the server has noticed: how much it kept. */
const offsetAfterCut = async (photo: Photo): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return (await wang.offsetOf(photo)) ?? -1;
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

test('[H3] what came before a cut is kept, and the rest completes it byte for byte', async () => {
  const photo = await claimed(wang, 500_000);
  await cutUpload(wang, photo, 200_000);
  const first = await offsetAfterCut(photo);
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(200_000);
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'partial', offset: first, receipt: null });
  await cutUpload(wang, photo, 100_000, { method: 'PATCH', offset: first });
  const second = await offsetAfterCut(photo);
  expect(second).toBeGreaterThan(first);
  const part = await wang.resumesPhoto(photo, second, second + 50_000);
  expect([part.status, part.headers.get(OFFSET_HEADER)]).toEqual([204, String(second + 50_000)]);
  expect((await wang.resumesPhoto(photo, second + 50_000)).status).toBe(201);
  expect(sha256Of(await storedBytes(photo))).toBe(photo.manifest.sha256);
  expect(await readdir(join(server.dataDir, 'partial', wang.id))).not.toContain(
    `${photo.manifest.sha256}.partial`,
  );
});

test('[H3] a PATCH from another offset is told the right one', async () => {
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

test('[H5] a hash that I never claimed is unknown, whoever holds it', async () => {
  const stored = await claimed(wang);
  await wang.sendsPhoto(stored);
  for (const photo of [stored, takePhoto()]) {
    expect(await saidBy(await chen.sendsPhoto(photo))).toEqual([404, 'notClaimed']);
    expect(await saidBy(await chen.resumesPhoto(photo, 0))).toEqual([404, 'notClaimed']);
    expect(await chen.offsetOf(photo)).toBeNull();
    expect(await stateOf(chen, photo)).toMatchObject({ state: 'unknown', offset: 0, receipt: null });
  }
  expect((await wang.request('/api/photos/not-a-hash', { method: 'PUT', body: 'x' })).status).toBe(404);
});

test('[H5] each device that claims a photo sends it once, whoever sent it before', async () => {
  const photo = await claimed(wang);
  await wang.sendsPhoto(photo);
  const second = await signIn(server.url, 'wang');
  const report = await second.reports({ photos: [photo] });
  await second.push(report);
  expect(await stateOf(second, photo)).toMatchObject({ state: 'unknown', receipt: null });
  expect((await chen.pullsAll()).subjects.find((row) => row.subject.id === report.caseId)?.stored).toEqual(
    {},
  );
  expect((await second.sendsPhoto(photo)).status).toBe(201);
  expect(await stateOf(second, photo)).toMatchObject({ state: 'complete' });
  const again = await second.reports({ photos: [photo] });
  await second.push(again);
  expect(await stateOf(second, photo)).toMatchObject({ state: 'complete' });
  expect((await chen.pullsAll()).subjects.find((row) => row.subject.id === again.caseId)?.stored).toEqual({
    [photo.manifest.sha256]: 'complete',
  });
});

test('[H5] naming the hash of another person in my report does not show me their photo', async () => {
  const zhao = await signIn(server.url, 'zhao');
  const secret = await claimed(zhao);
  await zhao.sendsThumbnails([secret]);
  await zhao.sendsPhoto(secret);
  await wang.push(await wang.reports({ photos: [secret] }));
  for (const path of [secret.manifest.sha256, `${secret.manifest.sha256}/thumbnail`]) {
    expect((await wang.request(`/api/photos/${path}`)).status).toBe(404);
    expect((await zhao.request(`/api/photos/${path}`)).status).toBe(200);
  }
});

test('[H12] a photo is shown, whole and small, to who may see its case and to nobody else', async () => {
  const photo = await claimed(wang);
  const path = `/api/photos/${photo.manifest.sha256}`;
  expect((await chen.request(path)).status).toBe(404);
  await wang.sendsThumbnails([photo]);
  expect((await chen.request(path)).status).toBe(404);
  const small = await chen.request(`${path}/thumbnail`);
  expect(new Uint8Array(await small.arrayBuffer())).toEqual(photo.thumbnail);
  await wang.sendsPhoto(photo);
  const whole = await chen.request(path);
  expect(new Uint8Array(await whole.arrayBuffer())).toEqual(photo.bytes);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  for (const name of ['zhao', 'liu', 'zhou'])
    expect((await (await signIn(server.url, name)).request(path)).status).toBe(404);
  expect((await fetch(`${server.url}${path}`)).status).toBe(401);
});

test('many thumbnails come in one body; those no event of mine names are not stored', async () => {
  const photos = Array.from({ length: 20 }, () => takePhoto());
  await wang.push(await wang.reports({ photos }));
  const stranger = takePhoto();
  const results = await wang.sendsThumbnails([...photos, stranger]);
  expect(results.map((result) => result.stored)).toEqual([...photos.map(() => true), false]);
  expect(results.at(-1)).toMatchObject({ sha256: stranger.manifest.thumbnail.sha256, reason: 'notClaimed' });
  const path = `/api/photos/${photos[7]!.manifest.sha256}/thumbnail`;
  expect(new Uint8Array(await (await wang.request(path)).arrayBuffer())).toEqual(photos[7]!.thumbnail);
});

test('a body of thumbnails that is no sequence of frames, or too large, is refused', async () => {
  const post = async (body: Uint8Array<ArrayBuffer>) =>
    saidBy(await wang.request('/api/photos/thumbnails', { method: 'POST', body }));
  expect(await post(new Uint8Array([0, 0, 0, 9, 1]))).toEqual([400, 'malformed']);
  expect(await post(new Uint8Array([0, 0]))).toEqual([400, 'malformed']);
  expect(await post(new Uint8Array(MAX_THUMBNAIL_BATCH_BYTES + 1))).toEqual([413, 'tooLarge']);
});

test('[H6] photos of held, rejected and unreadable-by-signature events are taken like any other', async () => {
  const [held, rejected, forged] = [takePhoto(), takePhoto(), takePhoto()];
  expect(await wang.push(await wang.addsPhotos(crypto.randomUUID(), [held]))).toMatchObject({
    verdict: 'held',
  });
  const unknownHazard = await wang.reports({ hazard: 'ZZ99', photos: [rejected] });
  expect(await wang.push(unknownHazard)).toMatchObject({ verdict: 'rejected' });
  const { text } = await wang.reports({ photos: [forged] });
  expect(await wang.push({ text, signature: 'AAAA' })).toMatchObject({ reason: 'badSignature' });
  for (const photo of [held, rejected, forged]) {
    expect((await wang.sendsPhoto(photo)).status).toBe(201);
    expect(await stateOf(wang, photo)).toMatchObject({ state: 'complete' });
    expect((await chen.request(`/api/photos/${photo.manifest.sha256}`)).status).toBe(404);
  }
});

test('a photo sent while its event is held belongs to the case once the case comes', async () => {
  const photo = takePhoto();
  const report = await wang.reports();
  await chen.push(await chen.addsPhotos(report.caseId, [photo]));
  await chen.sendsPhoto(photo);
  await wang.push(report);
  const row = (await wang.pullsAll()).subjects.find(({ subject }) => subject.id === report.caseId);
  expect(row?.stored).toEqual({ [photo.manifest.sha256]: 'complete' });
});

test('[H13] a newer connection takes over from an older one that hangs', async () => {
  const photo = await claimed(wang, 400_000);
  const hanging = await beginUpload(wang, photo, 150_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const closed = new Promise((resolve) => hanging.once('close', resolve));
  const offset = (await wang.offsetOf(photo)) ?? 0;
  expect(offset).toBeGreaterThan(0);
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

test('[H9] a photo whose file was lost is asked for again, and never promised', async () => {
  const photo = await claimed(wang);
  await wang.sendsThumbnails([photo]);
  await wang.sendsPhoto(photo);
  const { sha256, thumbnail } = photo.manifest;
  for (const hash of [sha256, thumbnail.sha256])
    await rm(join(server.dataDir, 'photos', hash.slice(0, 2), hash));
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'unknown', receipt: null });
  expect(await wang.offsetOf(photo)).toBe(0);
  expect((await wang.request(`/api/photos/${sha256}`)).status).toBe(404);
  expect((await wang.sendsPhoto(photo)).status).toBe(201);
  await wang.sendsThumbnails([photo]);
  expect(await stateOf(wang, photo)).toMatchObject({ state: 'complete' });
  for (const path of [sha256, `${sha256}/thumbnail`])
    expect((await wang.request(`/api/photos/${path}`)).status).toBe(200);
});

test('what arrived of an upload waits a month for the rest', async () => {
  const first = await startTestServer();
  const phone = await signIn(first.url, 'wang');
  const [old, recent] = [takePhoto(), takePhoto()];
  await phone.push(await phone.reports({ photos: [old, recent] }));
  for (const photo of [old, recent]) await phone.resumesPhoto(photo, 0, 10_000);
  await first.close();
  const path = join(first.dataDir, 'partial', phone.id, `${old.manifest.sha256}.partial`);
  const longAgo = Date.now() / 1000 - 31 * 24 * 3600;
  await utimes(path, longAgo, longAgo);
  const second = await startTestServer({ dataDir: first.dataDir, port: first.port });
  expect(await phone.offsetOf(old)).toBe(0);
  expect(await phone.offsetOf(recent)).toBe(10_000);
  await second.end();
});

test('[P5] a restart keeps sessions, verdicts, photos and what has arrived of a photo', async () => {
  const first = await startTestServer();
  const phone = await signIn(first.url, 'wang');
  const [whole, half] = [takePhoto(100_000), takePhoto(100_000)];
  const report = await phone.reports({ photos: [whole, half] });
  const verdict = await phone.push(report);
  await phone.sendsPhoto(whole);
  await phone.resumesPhoto(half, 0, 60_000);
  const [{ receipt } = { receipt: null }] = await phone.asksFor([whole.manifest.sha256]);
  const { cursor } = await phone.pullsAll();
  await first.close();

  const second = await startTestServer({ dataDir: first.dataDir, port: first.port });
  expect(await phone.push(report)).toEqual({ ...verdict, duplicate: true });
  expect(await phone.asksFor([whole.manifest.sha256])).toMatchObject([{ state: 'complete', receipt }]);
  expect(await phone.pulls(cursor)).toMatchObject({ reset: false, subjects: [] });
  expect(await phone.offsetOf(half)).toBe(60_000);
  expect((await phone.resumesPhoto(half, 60_000)).status).toBe(201);
  await second.end();
});
